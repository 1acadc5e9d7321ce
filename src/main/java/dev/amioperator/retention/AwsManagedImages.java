package dev.amioperator.retention;

import java.util.Map;
import java.util.Optional;

/** Recognizes images that other AWS services create and retire, by the tags they set. */
final class AwsManagedImages {
  private AwsManagedImages() {}

  /** The name of the AWS service that manages an image or snapshot; empty: none known. */
  static Optional<String> managingService(Map<String, String> tags) {
    if (hasKeyWithPrefix(tags, "aws:dlm:")) {
      return Optional.of("Amazon Data Lifecycle Manager");
    }
    if (hasKeyWithPrefix(tags, "aws:backup:")) {
      return Optional.of("AWS Backup");
    }
    if ("EC2 Image Builder".equals(tags.get("CreatedBy"))
        || tags.containsKey("Ec2ImageBuilderArn")) {
      return Optional.of("EC2 Image Builder");
    }
    return Optional.empty();
  }

  private static boolean hasKeyWithPrefix(Map<String, String> tags, String prefix) {
    return tags.keySet().stream().anyMatch(key -> key.startsWith(prefix));
  }
}
