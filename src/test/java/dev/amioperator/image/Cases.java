package dev.amioperator.image;

import static dev.amioperator.testing.Examples.NOW;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.ImageSource.Management;
import dev.amioperator.ec2.ClusterId;
import dev.amioperator.ec2.Holdings;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Presence;
import dev.amioperator.lifecycle.Permitted;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Optional;

/** AmiImages and looks at EC2 for tests of decisions. */
final class Cases {
  static final ClusterId CLUSTER = new ClusterId("c1");
  static final ImageSource INSTANCE =
      new ImageSource(new ImageSource.Instance("i-0123456789abcdef0", true), null, null);
  static final ImageSource SNAPSHOT =
      new ImageSource(
          null,
          new ImageSource.Snapshot(
              "snap-0123456789abcdef0",
              ImageSource.Architecture.ARM64,
              null,
              ImageSource.BootMode.UEFI,
              null,
              null),
          null);

  private Cases() {}

  static Desired fromInstance() {
    return Desired.of(resource(INSTANCE, null), CLUSTER);
  }

  static Desired fromSnapshot() {
    return Desired.of(resource(SNAPSHOT, null), CLUSTER);
  }

  static Desired existing(Management management) {
    return Desired.of(
        resource(
            new ImageSource(
                null, null, new ImageSource.Existing("ami-0000000000000000e", management)),
            null),
        CLUSTER);
  }

  /** The same object once its status says that an image of its name is being made. */
  static Desired announced(Desired desired) {
    return Desired.of(resource(desired.source(), status(null, desired.imageName())), CLUSTER);
  }

  /** The same object once its status names an image. */
  static Desired knowing(Desired desired, String imageId) {
    return Desired.of(resource(desired.source(), status(imageId, desired.imageName())), CLUSTER);
  }

  static Observed observed(Holdings holdings, Optional<Presence<Image>> byId) {
    return new Observed(holdings, byId, Optional.empty(), Map.of(), Permitted.UNSEEN, NOW);
  }

  static AmiImage resource(ImageSource source, AmiImageStatus status) {
    AmiImage resource = new AmiImage();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("images")
            .withName("web-42")
            .withGeneration(1L)
            .build());
    resource.setSpec(
        new AmiImageSpec(
            null,
            "eu-west-1",
            "web-42",
            null,
            source,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null));
    resource.setStatus(status);
    return resource;
  }

  private static AmiImageStatus status(String imageId, String imageName) {
    return new AmiImageStatus(1L, "123456789012", imageId, imageName, null, null, null, null);
  }
}
