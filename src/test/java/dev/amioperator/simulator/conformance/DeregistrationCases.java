package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.snapshotIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.simulator.state.Denial;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotReturnCode;
import software.amazon.awssdk.services.ec2.model.DeregisterImageResponse;

/** DeregisterImage and what becomes of the snapshots. */
final class DeregistrationCases {
  private static final String API = "API reference, DeregisterImage";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "an image or snapshot that AWS Backup manages is not deleted",
              "EC2 user guide, deregister an AMI; observed answer of DeleteSnapshot:"
                  + " https://github.com/openshift/installer/pull/9964",
              DeregistrationCases::ofBackup),
          new ConformanceCase(
              "without the flag the snapshots stay", API, DeregistrationCases::snapshotsStay),
          new ConformanceCase(
              "with the flag each snapshot is deleted and reported",
              API,
              DeregistrationCases::snapshotsGo),
          new ConformanceCase(
              "a snapshot that another image uses is skipped",
              API,
              DeregistrationCases::sharedSnapshotStays),
          new ConformanceCase(
              "a snapshot of another account is reported as missing permissions",
              "SDK model, SnapshotReturnCodes",
              DeregistrationCases::foreignSnapshot),
          new ConformanceCase(
              "a deregistered image can linger in listings",
              "API reference, DescribeImages",
              DeregistrationCases::lingers),
          new ConformanceCase(
              "a deregistered image with an instance is no error",
              "API reference, DescribeImages",
              DeregistrationCases::emptyWhileReferenced),
          new ConformanceCase(
              "a second deregistration is refused",
              "API reference, error codes",
              DeregistrationCases::twice),
          new ConformanceCase(
              "with its deregistration the name of an image is free",
              "EC2 user guide, deregister an AMI",
              DeregistrationCases::nameFree),
          new ConformanceCase(
              "a failed image stays listed and keeps its name until it is deregistered",
              "EC2 user guide, AMI states",
              DeregistrationCases::failedStays),
          new ConformanceCase(
              "a snapshot that the caller may not delete is reported as missing permissions",
              "SDK model, SnapshotReturnCodes",
              DeregistrationCases::deniedSnapshot));

  private DeregistrationCases() {}

  private static void ofBackup(ConformanceEnvironment stage) {
    String key = "aws:backup:source-resource";
    String image = stage.home().image(ImageSeed.named("backup").tagged(key, "i-1"));
    String snapshot = stage.home().snapshot(SnapshotSeed.of(8).tagged(key, "vol-1"));
    assertThat(
            refused(
                    "InvalidParameterValue",
                    () -> stage.ec2().deregisterImage(r -> r.imageId(image)))
                .awsErrorDetails()
                .errorMessage())
        .contains("managed by the AWS Backup service");
    refused("InvalidParameterValue", () -> stage.ec2().deleteSnapshot(r -> r.snapshotId(snapshot)));
  }

  private static void snapshotsStay(ConformanceEnvironment stage) {
    String id = stage.created("web-1");
    String snapshot = snapshotIds(stage.describe(id)).getFirst();
    DeregisterImageResponse answer = stage.ec2().deregisterImage(r -> r.imageId(id));

    assertThat(answer.deleteSnapshotResults()).isEmpty();
    assertThat(ConformanceEnvironment.snapshot(stage.ec2(), snapshot).snapshotId())
        .isEqualTo(snapshot);
    assertThat(stage.cloud().journal().leftovers()).containsExactly(snapshot);
  }

  private static void snapshotsGo(ConformanceEnvironment stage) {
    String id = stage.created("web-1");
    String snapshot = snapshotIds(stage.describe(id)).getFirst();
    DeregisterImageResponse answer =
        stage.ec2().deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true));

    assertThat(answer.returnValue()).isTrue();
    assertThat(answer.deleteSnapshotResults())
        .extracting(
            DeleteSnapshotReturnCode::snapshotId, DeleteSnapshotReturnCode::returnCodeAsString)
        .containsExactly(tuple(snapshot, "success"));
    refused(
        "InvalidSnapshot.NotFound",
        () -> stage.ec2().describeSnapshots(r -> r.snapshotIds(snapshot)));
    assertThat(stage.cloud().journal().leftovers()).isEmpty();
  }

  private static void sharedSnapshotStays(ConformanceEnvironment stage) {
    String snapshot = stage.home().snapshot(SnapshotSeed.of(8));
    VolumeSeed root = VolumeSeed.of("/dev/xvda", 8).fromSnapshot(snapshot);
    String first = stage.home().image(ImageSeed.named("one").withVolumes(root));
    String second = stage.home().image(ImageSeed.named("two").withVolumes(root));

    assertThat(
            stage
                .ec2()
                .deregisterImage(r -> r.imageId(first).deleteAssociatedSnapshots(true))
                .deleteSnapshotResults())
        .extracting(DeleteSnapshotReturnCode::returnCodeAsString)
        .containsExactly("skipped");
    assertThat(
            stage
                .ec2()
                .deregisterImage(r -> r.imageId(second).deleteAssociatedSnapshots(true))
                .deleteSnapshotResults())
        .extracting(DeleteSnapshotReturnCode::returnCodeAsString)
        .containsExactly("success");
  }

  private static void foreignSnapshot(ConformanceEnvironment stage) {
    String snapshot =
        stage
            .cloud()
            .seeds()
            .target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
            .snapshot(SnapshotSeed.of(8).sharedWith(ConformanceEnvironment.MINE));
    String id =
        stage
            .home()
            .image(
                ImageSeed.named("one")
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8).fromSnapshot(snapshot)));
    assertThat(
            stage
                .ec2()
                .deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true))
                .deleteSnapshotResults())
        .extracting(DeleteSnapshotReturnCode::returnCodeAsString)
        .containsExactly("missing-permissions");
  }

  private static void lingers(ConformanceEnvironment stage) {
    stage.cloud().timing(t -> t.withLingering(Duration.ofMinutes(1)));
    String id = stage.image("web-1");
    stage.ec2().deregisterImage(r -> r.imageId(id));

    assertThat(stage.describe(id).stateAsString()).isEqualTo("deregistered");
    stage.pass(Duration.ofMinutes(1));
    assertThat(stage.ec2().describeImages(r -> r.owners("self")).images()).isEmpty();
    refused("InvalidAMIID.NotFound", () -> stage.describe(id));
  }

  private static void emptyWhileReferenced(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    stage.home().instance(InstanceSeed.small().fromImage(id));
    stage.ec2().deregisterImage(r -> r.imageId(id));
    assertThat(stage.ec2().describeImages(r -> r.imageIds(id)).images()).isEmpty();
  }

  private static void twice(ConformanceEnvironment stage) {
    stage.cloud().timing(t -> t.withLingering(Duration.ofMinutes(1)));
    String id = stage.image("web-1");
    stage.ec2().deregisterImage(r -> r.imageId(id));
    refused("InvalidAMIID.Unavailable", () -> stage.ec2().deregisterImage(r -> r.imageId(id)));
    stage.pass(Duration.ofMinutes(1));
    refused("InvalidAMIID.NotFound", () -> stage.ec2().deregisterImage(r -> r.imageId(id)));
  }

  private static void nameFree(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    String instance = stage.instance();
    refused(
        "InvalidAMIName.Duplicate",
        () -> stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")));
    stage.ec2().deregisterImage(r -> r.imageId(id));
    String again = stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId();
    assertThat(again).isNotEqualTo(id);
  }

  private static void failedStays(ConformanceEnvironment stage) {
    stage.cloud().faults().failLater("CreateImage", "the disk was full", 1);
    String instance = stage.instance();
    String id = stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId();
    stage.pass(Duration.ofDays(30));
    assertThat(stage.describe(id).stateAsString()).isEqualTo("failed");
    assertThat(stage.describe(id).stateReason().message()).isEqualTo("the disk was full");
    refused(
        "InvalidAMIName.Duplicate",
        () -> stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")));

    stage.ec2().deregisterImage(r -> r.imageId(id));
    refused("InvalidAMIID.NotFound", () -> stage.describe(id));
  }

  private static void deniedSnapshot(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    String snapshot = snapshotIds(stage.describe(id)).getFirst();
    stage.cloud().denials().add(Denial.of("ec2:DeleteSnapshot"));
    assertThat(
            stage
                .ec2()
                .deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true))
                .deleteSnapshotResults())
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.snapshotId()).isEqualTo(snapshot);
              assertThat(result.returnCodeAsString()).isEqualTo("missing-permissions");
            });
    assertThat(ConformanceEnvironment.snapshot(stage.ec2(), snapshot).stateAsString())
        .isEqualTo("completed");
  }
}
