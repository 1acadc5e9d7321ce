package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.snapshotIds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.SnapshotSeed;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotReturnCode;
import software.amazon.awssdk.services.ec2.model.ImageRecycleBinInfo;
import software.amazon.awssdk.services.ec2.model.LockedSnapshotsInfo;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.SnapshotRecycleBinInfo;

/** What keeps things from going for good: the Recycle Bin and locks. */
final class RetentionCases {
  private static final String BIN = "EBS user guide, Recycle Bin";
  private static final String LOCK = "API reference, LockSnapshot";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "a deregistered image is restored from the Recycle Bin",
              BIN,
              RetentionCases::imageBack),
          new ConformanceCase(
              "an image is restored only after its snapshots", BIN, RetentionCases::snapshotsFirst),
          new ConformanceCase(
              "an image in the Recycle Bin does not keep its snapshots from deletion",
              "https://serverlessland.com/patterns/ami-recycle-bin, which deletes them after the"
                  + " deregistration",
              RetentionCases::snapshotsNotHeld),
          new ConformanceCase(
              "an image whose snapshot has left the Recycle Bin cannot be restored",
              BIN
                  + " (recycle-bin-factors.html, retention periods); the code of the refusal is"
                  + " not documented",
              RetentionCases::snapshotGone),
          new ConformanceCase(
              "a snapshot in the Recycle Bin is used again only after it was restored",
              BIN
                  + " (recycle-bin-factors.html, general considerations); the code of the refusal"
                  + " is not documented",
              RetentionCases::snapshotInBin),
          new ConformanceCase(
              "after the retention period it is gone", BIN, RetentionCases::expires),
          new ConformanceCase(
              "binned images count against the quota",
              "EC2 user guide, AMI quotas",
              RetentionCases::quota),
          new ConformanceCase(
              "at most 20 ids are listed at a time",
              "API reference, ListImagesInRecycleBin",
              RetentionCases::listLimit),
          new ConformanceCase("without a rule nothing is kept", BIN, RetentionCases::withoutRule),
          new ConformanceCase(
              "a locked snapshot cannot be deleted until the lock ends",
              LOCK + "; the code of the refusal is not documented",
              RetentionCases::locked),
          new ConformanceCase(
              "a governance lock can be lifted",
              "API reference, UnlockSnapshot",
              RetentionCases::governance),
          new ConformanceCase(
              "a compliance lock is final after its cooling-off period",
              LOCK,
              RetentionCases::compliance),
          new ConformanceCase(
              "a lock has either a duration or an end", LOCK, RetentionCases::lockParameters),
          new ConformanceCase(
              "a locked snapshot survives the deregistration that should delete it",
              "SDK model, SnapshotReturnCodes; which code is not documented",
              RetentionCases::lockedSurvives),
          new ConformanceCase(
              "an image is not restored while its name is in use",
              "API reference, error codes",
              RetentionCases::nameTaken));

  private RetentionCases() {}

  private static void imageBack(ConformanceEnvironment stage) {
    stage.home().retentionRule("image", 7);
    String id = stage.image("web-1");
    stage.ec2().deregisterImage(r -> r.imageId(id));

    assertThat(stage.ec2().listImagesInRecycleBin(r -> {}).images())
        .singleElement()
        .satisfies(
            binned -> {
              assertThat(binned.imageId()).isEqualTo(id);
              assertThat(binned.recycleBinEnterTime()).isEqualTo(ConformanceEnvironment.START);
              assertThat(binned.recycleBinExitTime())
                  .isEqualTo(ConformanceEnvironment.START.plus(Duration.ofDays(7)));
            });
    refused("InvalidAMIID.NotFound", () -> stage.describe(id));

    stage.ec2().restoreImageFromRecycleBin(r -> r.imageId(id));
    assertThat(stage.describe(id).stateAsString()).isEqualTo("available");
    assertThat(stage.ec2().listImagesInRecycleBin(r -> {}).images()).isEmpty();
  }

  private static void snapshotsFirst(ConformanceEnvironment stage) {
    stage.home().retentionRule("image", 7);
    stage.home().retentionRule("snapshot", 7);
    String id = stage.created("web-1");
    String snapshot = snapshotIds(stage.describe(id)).getFirst();
    stage.ec2().deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true));
    assertThat(stage.ec2().listSnapshotsInRecycleBin(r -> {}).snapshots())
        .extracting(SnapshotRecycleBinInfo::snapshotId)
        .containsExactly(snapshot);
    assertThat(stage.cloud().journal().leftovers()).isEmpty();

    refused(
        "InvalidSnapshot.NotFound",
        () -> stage.ec2().restoreImageFromRecycleBin(r -> r.imageId(id)));
    assertThat(
            stage.ec2().restoreSnapshotFromRecycleBin(r -> r.snapshotId(snapshot)).stateAsString())
        .isEqualTo("completed");
    stage.ec2().restoreImageFromRecycleBin(r -> r.imageId(id));
    assertThat(snapshotIds(stage.describe(id))).containsExactly(snapshot);
    assertThat(stage.cloud().journal().leftovers()).containsExactlyInAnyOrder(id, snapshot);
    refused("InvalidSnapshot.InUse", () -> stage.ec2().deleteSnapshot(r -> r.snapshotId(snapshot)));
  }

  private static void snapshotsNotHeld(ConformanceEnvironment stage) {
    stage.home().retentionRule("image", 7);
    String id = stage.created("web-1");
    String snapshot = snapshotIds(stage.describe(id)).getFirst();
    stage.ec2().deregisterImage(r -> r.imageId(id));

    stage.ec2().deleteSnapshot(r -> r.snapshotId(snapshot));

    assertThat(stage.ec2().listImagesInRecycleBin(r -> {}).images())
        .extracting(ImageRecycleBinInfo::imageId)
        .containsExactly(id);
    refused(
        "InvalidSnapshot.NotFound",
        () -> stage.ec2().restoreImageFromRecycleBin(r -> r.imageId(id)));
  }

  private static void snapshotGone(ConformanceEnvironment stage) {
    stage.home().retentionRule("image", 7);
    stage.home().retentionRule("snapshot", 1);
    String id = stage.created("web-1");
    String snapshot = snapshotIds(stage.describe(id)).getFirst();
    stage.ec2().deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true));
    stage.pass(Duration.ofDays(1));

    refused(
        "InvalidSnapshot.NotFound",
        () -> stage.ec2().restoreSnapshotFromRecycleBin(r -> r.snapshotId(snapshot)));
    refused(
        "InvalidSnapshot.NotFound",
        () -> stage.ec2().restoreImageFromRecycleBin(r -> r.imageId(id)));
    assertThat(stage.ec2().listImagesInRecycleBin(r -> {}).images()).hasSize(1);
  }

  private static void snapshotInBin(ConformanceEnvironment stage) {
    stage.home().retentionRule("snapshot", 7);
    String snapshot = stage.home().snapshot(SnapshotSeed.of(8));
    stage.ec2().deleteSnapshot(r -> r.snapshotId(snapshot));
    RegisterImageRequest register =
        RegisterImageRequest.builder()
            .name("of-binned")
            .rootDeviceName("/dev/xvda")
            .blockDeviceMappings(d -> d.deviceName("/dev/xvda").ebs(e -> e.snapshotId(snapshot)))
            .build();

    refused("InvalidSnapshot.NotFound", () -> stage.ec2().registerImage(register));
    stage.ec2().restoreSnapshotFromRecycleBin(r -> r.snapshotId(snapshot));
    assertThat(snapshotIds(stage.describe(stage.ec2().registerImage(register).imageId())))
        .containsExactly(snapshot);
  }

  private static void expires(ConformanceEnvironment stage) {
    stage.home().retentionRule("image", 1);
    String id = stage.image("web-1");
    stage.ec2().deregisterImage(r -> r.imageId(id));
    stage.pass(Duration.ofDays(1));

    assertThat(stage.ec2().listImagesInRecycleBin(r -> {}).images()).isEmpty();
    refused(
        "InvalidAMIID.NotFound", () -> stage.ec2().restoreImageFromRecycleBin(r -> r.imageId(id)));
  }

  private static void quota(ConformanceEnvironment stage) {
    stage.cloud().quotas(q -> q.withImages(1));
    stage.home().retentionRule("image", 1);
    String id = stage.image("web-1");
    String instance = stage.instance();
    stage.ec2().deregisterImage(r -> r.imageId(id));
    refused(
        "ResourceLimitExceeded",
        () -> stage.ec2().createImage(r -> r.instanceId(instance).name("web-2")));
    stage.pass(Duration.ofDays(1));
    stage.ec2().createImage(r -> r.instanceId(instance).name("web-2"));
  }

  private static void listLimit(ConformanceEnvironment stage) {
    List<String> ids = Collections.nCopies(21, "ami-0123456789abcdef0");
    refused(
        "InvalidParameterValue", () -> stage.ec2().listImagesInRecycleBin(r -> r.imageIds(ids)));
  }

  private static void withoutRule(ConformanceEnvironment stage) {
    stage.home().retentionRule("snapshot", 7);
    String id = stage.image("web-1");
    stage.ec2().deregisterImage(r -> r.imageId(id));
    assertThat(stage.ec2().listImagesInRecycleBin(r -> {}).images())
        .extracting(ImageRecycleBinInfo::imageId)
        .isEmpty();
  }

  private static void locked(ConformanceEnvironment stage) {
    String id = stage.home().snapshot(SnapshotSeed.of(8));
    stage.ec2().lockSnapshot(r -> r.snapshotId(id).lockMode("compliance").lockDuration(2));
    refused("OperationNotPermitted", () -> stage.ec2().deleteSnapshot(r -> r.snapshotId(id)));
    stage.pass(Duration.ofDays(2));
    assertThat(stage.ec2().describeLockedSnapshots(r -> r.snapshotIds(id)).snapshots())
        .extracting(LockedSnapshotsInfo::lockStateAsString)
        .containsExactly("expired");
    stage.ec2().deleteSnapshot(r -> r.snapshotId(id));
  }

  private static void governance(ConformanceEnvironment stage) {
    String id = stage.home().snapshot(SnapshotSeed.of(8));
    assertThat(
            stage
                .ec2()
                .lockSnapshot(r -> r.snapshotId(id).lockMode("governance").lockDuration(2))
                .lockStateAsString())
        .isEqualTo("governance");
    stage.ec2().unlockSnapshot(r -> r.snapshotId(id));
    stage.ec2().deleteSnapshot(r -> r.snapshotId(id));
  }

  private static void compliance(ConformanceEnvironment stage) {
    String id = stage.home().snapshot(SnapshotSeed.of(8));
    assertThat(
            stage
                .ec2()
                .lockSnapshot(
                    r -> r.snapshotId(id).lockMode("compliance").lockDuration(10).coolOffPeriod(24))
                .lockStateAsString())
        .isEqualTo("compliance-cooloff");

    stage.pass(Duration.ofHours(24));
    refused("OperationNotPermitted", () -> stage.ec2().unlockSnapshot(r -> r.snapshotId(id)));
    refused(
        "OperationNotPermitted",
        () ->
            stage.ec2().lockSnapshot(r -> r.snapshotId(id).lockMode("compliance").lockDuration(1)));
    stage.ec2().lockSnapshot(r -> r.snapshotId(id).lockMode("compliance").lockDuration(20));
  }

  private static void lockParameters(ConformanceEnvironment stage) {
    String id = stage.home().snapshot(SnapshotSeed.of(8));
    refused(
        "InvalidParameterCombination",
        () -> stage.ec2().lockSnapshot(r -> r.snapshotId(id).lockMode("governance")));
    refused(
        "InvalidParameterValue",
        () -> stage.ec2().lockSnapshot(r -> r.snapshotId(id).lockMode("soft").lockDuration(1)));
  }

  private static void lockedSurvives(ConformanceEnvironment stage) {
    String id = stage.created("web-1");
    String snapshot = snapshotIds(stage.describe(id)).getFirst();
    stage.ec2().lockSnapshot(r -> r.snapshotId(snapshot).lockMode("governance").lockDuration(2));
    assertThat(
            stage
                .ec2()
                .deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true))
                .deleteSnapshotResults())
        .extracting(DeleteSnapshotReturnCode::returnCodeAsString)
        .containsExactly("client-error");
    assertThat(ConformanceEnvironment.snapshot(stage.ec2(), snapshot).snapshotId())
        .isEqualTo(snapshot);
  }

  private static void nameTaken(ConformanceEnvironment stage) {
    stage.home().retentionRule("image", 7);
    String id = stage.image("web-1");
    stage.ec2().deregisterImage(r -> r.imageId(id));
    String taker = stage.image("web-1");
    refused(
        "InvalidAMIName.Duplicate",
        () -> stage.ec2().restoreImageFromRecycleBin(r -> r.imageId(id)));
    stage.ec2().deregisterImage(r -> r.imageId(taker));
    stage.ec2().restoreImageFromRecycleBin(r -> r.imageId(id));
    assertThat(stage.describe(id).name()).isEqualTo("web-1");
  }
}
