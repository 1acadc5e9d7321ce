package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.snapshotIds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.VolumeSeed;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** Copies that are to end in a given time, and the throughput they share. */
final class TimedCopyCases {
  private static final String GUIDE = "EBS user guide, time-based copies";

  /** At 15 minutes this takes 455.1 MiB/s: four of them leave 179.6 of the quota. */
  private static final int GIB = 400;

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "a time-based copy ends when it was asked to",
              "API reference, CopyImage",
              TimedCopyCases::timeBased),
          new ConformanceCase(
              "a duration is 15 minutes to 48 hours, in steps of 15 minutes",
              "API reference, CopyImage",
              TimedCopyCases::badDurations),
          new ConformanceCase(
              "no snapshot is copied faster than 500 MiB/s, and the duration allows for it",
              GUIDE + "; the code is not documented",
              TimedCopyCases::tooFast),
          new ConformanceCase(
              "a copy that finds less throughput than it needs takes longer",
              GUIDE,
              TimedCopyCases::takesLonger),
          new ConformanceCase(
              "a snapshot shows the duration that was asked for, and when it was really completed",
              "botocore 1.44.5 service model, Snapshot: CompletionDurationMinutes, CompletionTime;"
                  + " "
                  + GUIDE,
              TimedCopyCases::missedDuration),
          new ConformanceCase(
              "a copy that finds no throughput is refused, until some is free again",
              GUIDE + "; the code is not documented",
              TimedCopyCases::usedUp),
          new ConformanceCase(
              "each region pair and kind of copy has its own throughput",
              GUIDE,
              TimedCopyCases::otherRoutes),
          new ConformanceCase(
              "each snapshot of an image takes its share",
              GUIDE,
              TimedCopyCases::everySnapshotCounts),
          new ConformanceCase(
              "a second copy of the same snapshot begins when the first is done",
              GUIDE,
              TimedCopyCases::sameSnapshot));

  private TimedCopyCases() {}

  private static String copy(ConformanceEnvironment stage, int sizeGib, int minutes) {
    String source = stage.home().snapshot(SnapshotSeed.of(sizeGib));
    return copy(stage.away(), source, minutes);
  }

  private static String copy(Ec2Client into, String source, int minutes) {
    return into.copySnapshot(
            EncryptionCases.copyOf(source).completionDurationMinutes(minutes).build())
        .snapshotId();
  }

  private static String state(ConformanceEnvironment stage, String id) {
    return ConformanceEnvironment.snapshot(stage.away(), id).stateAsString();
  }

  private static void timeBased(ConformanceEnvironment stage) {
    String source = stage.image("web-1");
    String id =
        stage
            .away()
            .copyImage(
                stage.copyOf(source, "web-1").snapshotCopyCompletionDurationMinutes(30L).build())
            .imageId();

    stage.pass(Duration.ofMinutes(29));
    assertThat(ConformanceEnvironment.describe(stage.away(), id).stateAsString())
        .isEqualTo("pending");
    stage.pass(Duration.ofMinutes(1));
    Image copy = ConformanceEnvironment.describe(stage.away(), id);
    assertThat(copy.stateAsString()).isEqualTo("available");
    Snapshot snapshot = ConformanceEnvironment.snapshot(stage.away(), snapshotIds(copy).getFirst());
    assertThat(snapshot.transferTypeAsString()).isEqualTo("time-based");
    assertThat(snapshot.completionDurationMinutes()).isEqualTo(30);
  }

  private static void badDurations(ConformanceEnvironment stage) {
    String source = stage.image("web-1");
    for (long minutes : new long[] {0, 14, 20, 2895}) {
      refused(
          "InvalidParameterValue",
          () ->
              stage
                  .away()
                  .copyImage(
                      stage
                          .copyOf(source, "web-1")
                          .snapshotCopyCompletionDurationMinutes(minutes)
                          .build()));
    }
  }

  private static void tooFast(ConformanceEnvironment stage) {
    refused("InvalidParameterValue", () -> copy(stage, 440, 15));
    copy(stage, 440, 30);
  }

  private static void takesLonger(ConformanceEnvironment stage) {
    for (int i = 0; i < 4; i++) {
      copy(stage, GIB, 15);
    }
    String late = copy(stage, GIB, 15);
    stage.pass(Duration.ofMinutes(38));
    assertThat(state(stage, late)).isEqualTo("pending");
    stage.pass(Duration.ofMinutes(1));
    assertThat(state(stage, late)).isEqualTo("completed");
  }

  private static void missedDuration(ConformanceEnvironment stage) {
    for (int i = 0; i < 4; i++) {
      copy(stage, GIB, 15);
    }
    VolumeSeed disk = VolumeSeed.of("/dev/xvda", GIB);
    String source = stage.home().image(ImageSeed.named("web-1").withVolumes(disk));
    String id =
        stage
            .away()
            .copyImage(
                stage.copyOf(source, "web-1").snapshotCopyCompletionDurationMinutes(15L).build())
            .imageId();
    stage.pass(Duration.ofMinutes(16));
    String copied = snapshotIds(ConformanceEnvironment.describe(stage.away(), id)).getFirst();
    Snapshot late = ConformanceEnvironment.snapshot(stage.away(), copied);
    assertThat(late.stateAsString()).isEqualTo("pending");
    assertThat(late.completionDurationMinutes()).isEqualTo(15);
    assertThat(late.completionTime()).isNull();

    stage.pass(Duration.ofHours(1));
    Snapshot done = ConformanceEnvironment.snapshot(stage.away(), copied);
    assertThat(done.completionTime())
        .isAfter(done.startTime().plus(Duration.ofMinutes(38)))
        .isBefore(done.startTime().plus(Duration.ofMinutes(39)));
  }

  private static void usedUp(ConformanceEnvironment stage) {
    for (int i = 0; i < 5; i++) {
      copy(stage, GIB, 15);
    }
    refused("ResourceLimitExceeded", () -> copy(stage, 1, 15));
    stage.pass(Duration.ofMinutes(15));
    assertThat(state(stage, copy(stage, 1, 15))).isEqualTo("pending");
  }

  private static void otherRoutes(ConformanceEnvironment stage) {
    for (int i = 0; i < 5; i++) {
      copy(stage, GIB, 15);
    }
    String here =
        stage
            .cloud()
            .seeds()
            .target(ConformanceEnvironment.MINE, ConformanceEnvironment.AWAY)
            .snapshot(SnapshotSeed.of(GIB));
    String within =
        stage
            .away()
            .copySnapshot(
                EncryptionCases.copyOf(here)
                    .sourceRegion(ConformanceEnvironment.AWAY)
                    .completionDurationMinutes(15)
                    .build())
            .snapshotId();
    String standard =
        stage
            .away()
            .copySnapshot(EncryptionCases.copyOf(stage.home().snapshot(SnapshotSeed.of(1))).build())
            .snapshotId();
    stage.pass(Duration.ofMinutes(15));
    assertThat(state(stage, within)).isEqualTo("completed");
    assertThat(state(stage, standard)).isEqualTo("completed");
  }

  private static void everySnapshotCounts(ConformanceEnvironment stage) {
    VolumeSeed[] disks = {
      VolumeSeed.of("/dev/xvda", GIB),
      VolumeSeed.of("/dev/sdb", GIB),
      VolumeSeed.of("/dev/sdc", GIB)
    };
    String source = stage.home().image(ImageSeed.named("web-1").withVolumes(disks));
    stage
        .away()
        .copyImage(
            stage.copyOf(source, "web-1").snapshotCopyCompletionDurationMinutes(15L).build());
    String fourth = copy(stage, GIB, 15);
    String fifth = copy(stage, GIB, 15);
    stage.pass(Duration.ofMinutes(15));
    assertThat(state(stage, fourth)).isEqualTo("completed");
    assertThat(state(stage, fifth)).isEqualTo("pending");
  }

  private static void sameSnapshot(ConformanceEnvironment stage) {
    String source = stage.home().snapshot(SnapshotSeed.of(1));
    String first = copy(stage.away(), source, 15);
    String second = copy(stage.away(), source, 15);
    stage.pass(Duration.ofMinutes(15));
    assertThat(state(stage, first)).isEqualTo("completed");
    assertThat(state(stage, second)).isEqualTo("pending");
    stage.pass(Duration.ofMinutes(15));
    assertThat(state(stage, second)).isEqualTo("completed");
  }
}
