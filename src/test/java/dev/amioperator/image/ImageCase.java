package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ownership.Owner;
import dev.amioperator.testing.Ec2Fixtures;
import java.util.Optional;

/** An AmiImage, and what planners read of it. */
record ImageCase(AmiImage resource) {
  DesiredImage desired() {
    return DesiredImage.of(resource, ImageFixtures.CLUSTER, Ec2Fixtures.ACCOUNT);
  }

  RecordedImage recorded() {
    return RecordedImage.of(resource);
  }

  ImageSource source() {
    return resource.getSpec().source();
  }

  Owner owner() {
    return desired().owner();
  }

  String imageName() {
    return desired().imageName();
  }

  String sourceHash() {
    return desired().sourceHash();
  }

  /** The call that makes the image. */
  AwsAction createAction() {
    return desired().source().createAction(desired()).orElseThrow();
  }

  String buildToken(Optional<BuildStatus> build) {
    return desired().buildToken(build);
  }

  /** The token of the build that the status tells of. */
  String buildToken() {
    return buildToken(recorded().build());
  }
}
