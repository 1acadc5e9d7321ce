package dev.amioperator.retention;

import static dev.amioperator.retention.OrphanFixtures.orphan;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.withBlockDevices;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.RecycleBinRule;
import dev.amioperator.ec2.RecycleBinRule.RecycledType;
import dev.amioperator.ec2.RecycleBinRule.TagPattern;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.retention.Recovery.Final;
import dev.amioperator.retention.Recovery.Recoverable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be restored from the Recycle Bin, by the rules of the region. */
class RecoveryRulesTest {
  private static final Image IMAGE = image("ami-a", 40);
  private static final Snapshot OWN = createdFor("ami-a");
  private static final RecycleBinRule IMAGES = region(RecycledType.EC2_IMAGE, 14);
  private static final RecycleBinRule SNAPSHOTS = region(RecycledType.EBS_SNAPSHOT, 30);

  @Test
  void tellsThatNoRuleKeepsImage() {
    assertThat(ofImage(List.of(), OWN))
        .isEqualTo(new Final("no retention rule of the Recycle Bin keeps the image"));
    assertThat(ofImage(List.of(SNAPSHOTS), OWN)).isInstanceOf(Final.class);
  }

  /** AWS: the image cannot be restored once its snapshots are gone. */
  @Test
  void countsTheSnapshotsThatAreDeletedWithIt() {
    assertThat(ofImage(List.of(IMAGES), OWN))
        .isEqualTo(
            new Final(
                "a retention rule of the Recycle Bin keeps the image, but none keeps its snapshot"
                    + " snap-ami-a"));
    assertThat(ofImage(List.of(IMAGES, SNAPSHOTS), OWN)).isEqualTo(recoverable(14));
    assertThat(ofImage(List.of(IMAGES, region(RecycledType.EBS_SNAPSHOT, 7)), OWN))
        .isEqualTo(recoverable(7));
  }

  @Test
  void ignoresSnapshotsThatStay() {
    assertThat(ofImage(List.of(IMAGES), createdFor("ami-other"))).isEqualTo(recoverable(14));
    assertThat(RecoveryRules.of(List.of(IMAGES), List.of(IMAGE), List.of()).ofImage(IMAGE))
        .isEqualTo(recoverable(14));
    Image sharing = withBlockDevices(IMAGE.blockDevices(), image("ami-b", 40));
    assertThat(
            RecoveryRules.of(List.of(IMAGES), List.of(IMAGE, sharing), List.of(OWN)).ofImage(IMAGE))
        .isEqualTo(recoverable(14));
  }

  @Test
  void countsSnapshotsWithOwnersTags() {
    Snapshot tagged =
        orphan("snap-ami-a", "", Map.of("amioperator.dev/cluster", "here"), Duration.ofDays(9));

    assertThat(ofImage(List.of(IMAGES), tagged)).isInstanceOf(Final.class);
  }

  /** "The retention rule with the longest retention period takes precedence" (EBS user guide). */
  @Test
  void goesByTheLongestRule() {
    RecycleBinRule web =
        new RecycleBinRule(
            RecycledType.EC2_IMAGE,
            25,
            List.of(new TagPattern("family", Optional.of("web"))),
            List.of());

    assertThat(ofImage(List.of(web, IMAGES, SNAPSHOTS), OWN)).isEqualTo(recoverable(25));
  }

  /** The Recycle Bin keeps EBS-backed images only. */
  @Test
  void keepsNoImageWithoutSnapshots() {
    Image instanceStore = withBlockDevices(List.of(), IMAGE);

    assertThat(
            RecoveryRules.of(List.of(IMAGES, SNAPSHOTS), List.of(instanceStore), List.of())
                .ofImage(instanceStore))
        .isInstanceOf(Final.class);
  }

  @Test
  void tellsAboutOrphanedSnapshot() {
    Snapshot orphan = orphan("snap-1");

    assertThat(RecoveryRules.of(List.of(SNAPSHOTS), List.of(), List.of()).ofSnapshot(orphan))
        .isEqualTo(recoverable(30));
    assertThat(RecoveryRules.of(List.of(IMAGES), List.of(), List.of()).ofSnapshot(orphan))
        .isEqualTo(new Final("no retention rule of the Recycle Bin keeps the snapshot"));
  }

  private static Recovery ofImage(List<RecycleBinRule> rules, Snapshot snapshot) {
    return RecoveryRules.of(rules, List.of(IMAGE), List.of(snapshot)).ofImage(IMAGE);
  }

  private static Snapshot createdFor(String imageId) {
    return orphan(
        "snap-ami-a",
        "Created by CreateImage(i-0123456789abcdef0) for " + imageId,
        Map.of(),
        Duration.ofDays(9));
  }

  private static RecycleBinRule region(RecycledType type, int days) {
    return new RecycleBinRule(type, days, List.of(), List.of());
  }

  private static Recovery recoverable(int days) {
    return new Recoverable(Duration.ofDays(days));
  }
}
