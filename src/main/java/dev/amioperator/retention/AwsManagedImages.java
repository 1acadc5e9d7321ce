package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.ManagingService;
import dev.amioperator.ec2.Image;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Recognizes images that other AWS services create and retire, by the tags they set, and images
 * with a product code of the AWS Marketplace.
 */
final class AwsManagedImages {
  private AwsManagedImages() {}

  /** The AWS services that manage an image. */
  static Set<ManagingService> services(Image image) {
    Set<ManagingService> services = services(image.tags());
    if (image.settings().marketplace()) {
      services.add(ManagingService.MARKETPLACE);
    }
    return services;
  }

  /** The AWS services that manage an image or snapshot with these tags. */
  static Set<ManagingService> services(Map<String, String> tags) {
    Set<ManagingService> services = EnumSet.noneOf(ManagingService.class);
    if (hasKeyWithPrefix(tags, "aws:dlm:") || tags.containsKey("dlm:managed")) {
      services.add(ManagingService.DATA_LIFECYCLE_MANAGER);
    }
    if (hasKeyWithPrefix(tags, "aws:backup:")) {
      services.add(ManagingService.BACKUP);
    }
    if ("EC2 Image Builder".equals(tags.get("CreatedBy"))
        || tags.containsKey("Ec2ImageBuilderArn")) {
      services.add(ManagingService.IMAGE_BUILDER);
    }
    return services;
  }

  private static boolean hasKeyWithPrefix(Map<String, String> tags, String prefix) {
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      if (tag.getKey().startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
