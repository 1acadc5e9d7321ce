package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SnapshotSeed;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** Making images and snapshots public, and what stands in the way. */
final class PublicAccessCases {
  private static final String IMAGES = "EC2 user guide, block public access to your AMIs";
  private static final String SNAPSHOTS = "EBS user guide, block public access for snapshots";

  private static final String ALLOWED =
      "EC2 user guide, ec2-allowed-amis.html, How Allowed AMIs works";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "Allowed AMIs hides images of others that match no criterion, never own images",
              ALLOWED,
              PublicAccessCases::allowedImages),
          new ConformanceCase(
              "in audit mode images are shown with ImageAllowed",
              ALLOWED,
              PublicAccessCases::allowedImagesAudit),
          new ConformanceCase(
              "while public access is blocked no image becomes public",
              "observed answer of ModifyImageAttribute",
              PublicAccessCases::blocked),
          new ConformanceCase(
              "images that were public stay public", IMAGES, PublicAccessCases::staysPublic),
          new ConformanceCase(
              "an account has five public images in a region at most",
              "EC2 quotas, public AMIs; the code of the refusal is not documented",
              PublicAccessCases::quota),
          new ConformanceCase(
              "blocking new sharing of snapshots leaves shared ones public",
              SNAPSHOTS,
              PublicAccessCases::snapshotsNew),
          new ConformanceCase(
              "an unencrypted snapshot is shared with the group all; an encrypted one is not",
              "API reference, ModifySnapshotAttribute:"
                  + " https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html",
              PublicAccessCases::snapshotsOfAll),
          new ConformanceCase(
              "blocking all sharing hides public snapshots",
              SNAPSHOTS,
              PublicAccessCases::snapshotsAll));

  private PublicAccessCases() {}

  private static void allowedImages(ConformanceEnvironment stage) {
    String amazons = sharedByOthers(stage, ImageSeed.amazon("al2023-1"));
    String others = sharedByOthers(stage, ImageSeed.named("other").madePublic());
    String own = stage.image("web");
    Ec2Client ec2 = stage.ec2();
    ec2.replaceImageCriteriaInAllowedImagesSettings(
        r -> r.imageCriteria(c -> c.imageProviders("amazon").imageNames("al2023-*")));
    assertThat(ec2.getAllowedImagesSettings(r -> {}).state()).isEqualTo("disabled");
    assertThat(ConformanceEnvironment.describe(ec2, others).imageAllowed()).isNull();

    ec2.enableAllowedImagesSettings(r -> r.allowedImagesSettingsState("enabled"));
    assertThat(ec2.getAllowedImagesSettings(r -> {}).state()).isEqualTo("enabled");
    assertThat(ConformanceEnvironment.describe(ec2, amazons).imageAllowed()).isTrue();
    assertThat(stage.describe(own).imageId()).isEqualTo(own);
    refused("InvalidAMIID.NotFound", () -> ConformanceEnvironment.describe(ec2, others));
    refused(
        "InvalidAMIID.NotFound",
        () ->
            ec2.copyImage(
                r ->
                    r.name("copy")
                        .sourceRegion(ConformanceEnvironment.HOME)
                        .sourceImageId(others)));
    assertThat(
            ec2.describeImages(r -> r.filters(ConformanceEnvironment.filter("image-id", others)))
                .images())
        .isEmpty();

    ec2.disableAllowedImagesSettings(r -> {});
    assertThat(ConformanceEnvironment.describe(ec2, others).imageId()).isEqualTo(others);
  }

  private static void allowedImagesAudit(ConformanceEnvironment stage) {
    String others = sharedByOthers(stage, ImageSeed.named("other").madePublic());
    stage.ec2().enableAllowedImagesSettings(r -> r.allowedImagesSettingsState("audit-mode"));
    assertThat(ConformanceEnvironment.describe(stage.ec2(), others).imageAllowed()).isFalse();
    assertThat(stage.describe(stage.image("web")).imageAllowed()).isTrue();
  }

  private static String sharedByOthers(ConformanceEnvironment stage, ImageSeed seed) {
    return stage
        .cloud()
        .seeds()
        .target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
        .image(seed);
  }

  private static void publish(ConformanceEnvironment stage, String id) {
    stage
        .ec2()
        .modifyImageAttribute(r -> r.imageId(id).launchPermission(p -> p.add(a -> a.group("all"))));
  }

  private static void blocked(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    stage
        .ec2()
        .enableImageBlockPublicAccess(r -> r.imageBlockPublicAccessState("block-new-sharing"));
    assertThat(stage.ec2().getImageBlockPublicAccessState(r -> {}).imageBlockPublicAccessState())
        .isEqualTo("block-new-sharing");
    Ec2Exception refusal = refused("OperationNotPermitted", () -> publish(stage, id));
    assertThat(refusal.awsErrorDetails().errorMessage())
        .contains("because block public access for AMIs is enabled for this account");

    stage.ec2().disableImageBlockPublicAccess(r -> {});
    publish(stage, id);
    assertThat(stage.describe(id).publicLaunchPermissions()).isTrue();
  }

  private static void staysPublic(ConformanceEnvironment stage) {
    String id = stage.home().image(ImageSeed.named("web-1").madePublic());
    stage
        .ec2()
        .enableImageBlockPublicAccess(r -> r.imageBlockPublicAccessState("block-new-sharing"));
    assertThat(
            ConformanceEnvironment.describe(
                    stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME), id)
                .imageId())
        .isEqualTo(id);
  }

  private static void quota(ConformanceEnvironment stage) {
    for (int i = 0; i < 5; i++) {
      publish(stage, stage.image("web-" + i));
    }
    String sixth = stage.image("web-6");
    refused("ResourceLimitExceeded", () -> publish(stage, sixth));
  }

  private static String shared(ConformanceEnvironment stage) {
    return stage.home().snapshot(SnapshotSeed.of(8).shared(true));
  }

  private static void snapshotsNew(ConformanceEnvironment stage) {
    String before = shared(stage);
    stage.ec2().enableSnapshotBlockPublicAccess(r -> r.state("block-new-sharing"));
    String id = stage.home().snapshot(SnapshotSeed.of(8));
    refused(
        "OperationNotPermitted",
        () ->
            stage
                .ec2()
                .modifySnapshotAttribute(
                    r -> r.snapshotId(id).createVolumePermission(p -> p.add(a -> a.group("all")))));
    assertThat(
            ConformanceEnvironment.snapshot(
                    stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME), before)
                .snapshotId())
        .isEqualTo(before);
  }

  private static void snapshotsOfAll(ConformanceEnvironment stage) {
    String plain = stage.home().snapshot(SnapshotSeed.of(8));
    publishSnapshot(stage, plain);
    assertThat(
            ConformanceEnvironment.snapshot(
                    stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME), plain)
                .snapshotId())
        .isEqualTo(plain);
    String key = stage.home().kmsKey("alias/images");
    String encrypted = stage.home().snapshot(SnapshotSeed.of(8).encryptedWith(key));
    refused("OperationNotPermitted", () -> publishSnapshot(stage, encrypted));
  }

  private static void publishSnapshot(ConformanceEnvironment stage, String id) {
    stage
        .ec2()
        .modifySnapshotAttribute(
            r -> r.snapshotId(id).createVolumePermission(p -> p.add(a -> a.group("all"))));
  }

  private static void snapshotsAll(ConformanceEnvironment stage) {
    String id = shared(stage);
    stage.ec2().enableSnapshotBlockPublicAccess(r -> r.state("block-all-sharing"));
    assertThat(stage.ec2().getSnapshotBlockPublicAccessState(r -> {}).stateAsString())
        .isEqualTo("block-all-sharing");
    refused(
        "InvalidSnapshot.NotFound",
        () ->
            ConformanceEnvironment.snapshot(
                stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME), id));
    stage.ec2().disableSnapshotBlockPublicAccess(r -> {});
    assertThat(
            ConformanceEnvironment.snapshot(
                    stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME), id)
                .snapshotId())
        .isEqualTo(id);
  }
}
