package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.filter;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.snapshotIds;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.tags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.SnapshotSeed;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;

/** Snapshots: create, describe, share, delete. */
final class SnapshotCases {
  private static final String API = "API reference, DescribeSnapshots";
  private static final String SHARING = "EBS user guide, share a snapshot";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "a snapshot of a volume is pending, then completed",
              "API reference, CreateSnapshot",
              SnapshotCases::create),
          new ConformanceCase(
              "filters and owners find snapshots, page by page", API, SnapshotCases::find),
          new ConformanceCase(
              "an unknown id fails the call", "API reference, error codes", SnapshotCases::unknown),
          new ConformanceCase(
              "a snapshot behind an image cannot be deleted",
              "API reference, DeleteSnapshot",
              SnapshotCases::inUse),
          new ConformanceCase(
              "it still counts as in use for a moment after deregistration",
              "observed race of DeleteSnapshot after DeregisterImage",
              SnapshotCases::inUseRace),
          new ConformanceCase(
              "a shared snapshot is visible to others, without its tags",
              SHARING,
              SnapshotCases::share),
          new ConformanceCase(
              "encrypted snapshots are neither public nor shared under the default key",
              SHARING,
              SnapshotCases::encrypted),
          new ConformanceCase(
              "the snapshot of another account cannot be deleted",
              "API reference, error codes",
              SnapshotCases::foreign),
          new ConformanceCase(
              "a reset takes every permission away",
              "API reference, ResetSnapshotAttribute",
              SnapshotCases::reset));

  private SnapshotCases() {}

  private static void create(ConformanceEnvironment stage) {
    String instance = stage.instance();
    String volume =
        stage
            .ec2()
            .describeInstances(r -> r.instanceIds(instance))
            .reservations()
            .getFirst()
            .instances()
            .getFirst()
            .blockDeviceMappings()
            .getFirst()
            .ebs()
            .volumeId();
    String id =
        stage
            .ec2()
            .createSnapshot(
                r -> r.volumeId(volume).tagSpecifications(tags(ResourceType.SNAPSHOT, "a", "b")))
            .snapshotId();

    assertThat(ConformanceEnvironment.snapshot(stage.ec2(), id).stateAsString())
        .isEqualTo("pending");
    stage.pass(Duration.ofMinutes(5));
    Snapshot snapshot = ConformanceEnvironment.snapshot(stage.ec2(), id);
    assertThat(snapshot.stateAsString()).isEqualTo("completed");
    assertThat(snapshot.volumeId()).isEqualTo(volume);
    assertThat(snapshot.volumeSize()).isEqualTo(8);
    assertThat(snapshot.tags()).hasSize(1);
    refused(
        "InvalidVolume.NotFound",
        () -> stage.ec2().createSnapshot(r -> r.volumeId("vol-0123456789abcdef0")));
  }

  private static void find(ConformanceEnvironment stage) {
    for (int i = 0; i < 7; i++) {
      stage.home().snapshot(SnapshotSeed.of(8).tagged("n", "" + i));
    }
    stage
        .cloud()
        .seeds()
        .target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
        .snapshot(SnapshotSeed.of(8).shared(true));

    assertThat(stage.ec2().describeSnapshots(r -> r.ownerIds("self")).snapshots()).hasSize(7);
    assertThat(stage.ec2().describeSnapshots(r -> {}).snapshots()).hasSize(8);
    assertThat(
            stage
                .ec2()
                .describeSnapshots(r -> r.ownerIds("self").filters(filter("tag:n", "3")))
                .snapshots())
        .hasSize(1);
    DescribeSnapshotsResponse page =
        stage.ec2().describeSnapshots(r -> r.ownerIds("self").maxResults(5));
    assertThat(page.snapshots()).hasSize(5);
    assertThat(
            stage
                .ec2()
                .describeSnapshots(
                    r -> r.ownerIds("self").maxResults(5).nextToken(page.nextToken()))
                .snapshots())
        .hasSize(2)
        .doesNotContainAnyElementsOf(page.snapshots());
  }

  private static void unknown(ConformanceEnvironment stage) {
    refused(
        "InvalidSnapshot.NotFound",
        () -> stage.ec2().describeSnapshots(r -> r.snapshotIds("snap-0123456789abcdef0")));
    refused(
        "InvalidSnapshotID.Malformed",
        () -> stage.ec2().deleteSnapshot(r -> r.snapshotId("snapshot-1")));
  }

  private static void inUse(ConformanceEnvironment stage) {
    String image = stage.created("web-1");
    String snapshot = snapshotIds(stage.describe(image)).getFirst();
    var refusal =
        refused(
            "InvalidSnapshot.InUse", () -> stage.ec2().deleteSnapshot(r -> r.snapshotId(snapshot)));
    assertThat(refusal.awsErrorDetails().errorMessage())
        .isEqualTo("The snapshot " + snapshot + " is currently in use by " + image);

    stage.ec2().deregisterImage(r -> r.imageId(image));
    stage.ec2().deleteSnapshot(r -> r.snapshotId(snapshot));
    refused(
        "InvalidSnapshot.NotFound", () -> stage.ec2().deleteSnapshot(r -> r.snapshotId(snapshot)));
  }

  private static void inUseRace(ConformanceEnvironment stage) {
    stage.cloud().timing(t -> t.withRelease(Duration.ofSeconds(5)));
    String image = stage.created("web-1");
    String snapshot = snapshotIds(stage.describe(image)).getFirst();
    stage.ec2().deregisterImage(r -> r.imageId(image));

    refused("InvalidSnapshot.InUse", () -> stage.ec2().deleteSnapshot(r -> r.snapshotId(snapshot)));
    stage.pass(Duration.ofSeconds(5));
    stage.ec2().deleteSnapshot(r -> r.snapshotId(snapshot));
    assertThat(stage.cloud().journal().leftovers()).isEmpty();
  }

  private static void share(ConformanceEnvironment stage) {
    String id = stage.home().snapshot(SnapshotSeed.of(8).tagged("team", "shop"));
    Ec2Client other = stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME);
    refused("InvalidSnapshot.NotFound", () -> ConformanceEnvironment.snapshot(other, id));

    stage
        .ec2()
        .modifySnapshotAttribute(
            r ->
                r.snapshotId(id)
                    .createVolumePermission(
                        p -> p.add(a -> a.userId(ConformanceEnvironment.OTHER))));
    assertThat(ConformanceEnvironment.snapshot(other, id).tags()).isEmpty();
    assertThat(
            stage
                .ec2()
                .describeSnapshotAttribute(
                    r -> r.snapshotId(id).attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION))
                .createVolumePermissions())
        .extracting(CreateVolumePermission::userId)
        .containsExactly(ConformanceEnvironment.OTHER);

    stage
        .ec2()
        .modifySnapshotAttribute(
            r ->
                r.snapshotId(id)
                    .createVolumePermission(
                        p -> p.remove(a -> a.userId(ConformanceEnvironment.OTHER))));
    refused("InvalidSnapshot.NotFound", () -> ConformanceEnvironment.snapshot(other, id));
  }

  private static void encrypted(ConformanceEnvironment stage) {
    String key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    String mine = stage.home().snapshot(SnapshotSeed.of(8).encryptedWith(key));
    refused(
        "OperationNotPermitted",
        () ->
            stage
                .ec2()
                .modifySnapshotAttribute(
                    r ->
                        r.snapshotId(mine)
                            .createVolumePermission(p -> p.add(a -> a.group("all")))));
    stage
        .ec2()
        .modifySnapshotAttribute(
            r ->
                r.snapshotId(mine)
                    .createVolumePermission(
                        p -> p.add(a -> a.userId(ConformanceEnvironment.OTHER))));

    String source = stage.image("web-1");
    String copy =
        stage.ec2().copyImage(stage.copyOf(source, "safe").encrypted(true).build()).imageId();
    String underDefaultKey = snapshotIds(stage.describe(copy)).getFirst();
    refused(
        "OperationNotPermitted",
        () ->
            stage
                .ec2()
                .modifySnapshotAttribute(
                    r ->
                        r.snapshotId(underDefaultKey)
                            .createVolumePermission(
                                p -> p.add(a -> a.userId(ConformanceEnvironment.OTHER)))));
  }

  private static void foreign(ConformanceEnvironment stage) {
    String id = stage.home().snapshot(SnapshotSeed.of(8).sharedWith(ConformanceEnvironment.OTHER));
    refused(
        "AuthFailure",
        () ->
            stage
                .ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
                .deleteSnapshot(r -> r.snapshotId(id)));
  }

  private static void reset(ConformanceEnvironment stage) {
    String id = stage.home().snapshot(SnapshotSeed.of(8).sharedWith(ConformanceEnvironment.OTHER));
    Ec2Client other = stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME);
    assertThat(ConformanceEnvironment.snapshot(other, id).snapshotId()).isEqualTo(id);
    stage
        .ec2()
        .resetSnapshotAttribute(
            r -> r.snapshotId(id).attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION));
    refused("InvalidSnapshot.NotFound", () -> ConformanceEnvironment.snapshot(other, id));
  }
}
