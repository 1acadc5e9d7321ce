package dev.amioperator.testing;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiCopySpec.CopySource;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.LaunchPermissionsSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Objects as users write them. */
public final class Manifests {
  public static final String NAMESPACE = "images";
  public static final String FRIEND = "111122223333";

  /** The region of images, and of the images that are copied, unless a test says another. */
  public static final String HOME = "eu-west-1";

  private Manifests() {}

  /** The account {@code default}, which may share with {@link #FRIEND} and adopt. */
  public static AwsAccount account() {
    AwsAccount account = new AwsAccount();
    account.setMetadata(new ObjectMetaBuilder().withName("default").build());
    account.setSpec(
        new AwsAccountSpec(null, new AwsAccountSpec.Allow(false, List.of(FRIEND), true, false)));
    return account;
  }

  public static AmiImage fromInstance(String name, String instanceId) {
    return image(
        name, new ImageSource(new ImageSource.Instance(instanceId, true), null, null), null);
  }

  /** The same in another region than the others. */
  public static AmiImage fromInstance(String name, String instanceId, String region) {
    return image(
        name,
        region,
        new ImageSource(new ImageSource.Instance(instanceId, true), null, null),
        null);
  }

  public static AmiImage fromSnapshot(String name, String snapshotId) {
    return image(
        name,
        new ImageSource(
            null,
            new ImageSource.Snapshot(
                snapshotId, ImageSource.Architecture.X86_64, null, null, null, null),
            null),
        null);
  }

  public static AmiImage existing(String name, String imageId) {
    return image(name, new ImageSource(null, null, new ImageSource.Existing(imageId, null)), null);
  }

  public static AmiImage image(String name, ImageSource source, LaunchPermissionsSpec permissions) {
    return image(name, HOME, source, permissions);
  }

  private static AmiImage image(
      String name, String region, ImageSource source, LaunchPermissionsSpec permissions) {
    AmiImage image = new AmiImage();
    image.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
    image.setSpec(
        new AmiImageSpec(
            null,
            region,
            null,
            null,
            source,
            source.existing() == null ? Map.of("family", "web") : null,
            permissions,
            null,
            null,
            null,
            null,
            null,
            null,
            null));
    return image;
  }

  /** Copies of an image of eu-west-1, by its id. */
  public static AmiCopy copyOf(String name, String imageId, String... regions) {
    return copy(name, new CopySource(null, null, HOME, imageId), regions);
  }

  /** Copies of an AmiImage. */
  public static AmiCopy copyOfAmiImage(String name, String imageRef, String... regions) {
    return copy(name, new CopySource(imageRef, null, null, null), regions);
  }

  public static AmiCopy copy(String name, CopySource source, String... regions) {
    AmiCopy copy = new AmiCopy();
    copy.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
    copy.setSpec(
        new AmiCopySpec(
            source,
            null,
            null,
            null,
            Map.of("family", "web"),
            null,
            Stream.of(regions).map(AmiCopySpec.Destination::new).toList(),
            null,
            null,
            null));
    return copy;
  }
}
