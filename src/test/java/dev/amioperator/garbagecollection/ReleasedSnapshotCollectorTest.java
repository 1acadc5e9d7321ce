package dev.amioperator.garbagecollection;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.inState;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static dev.amioperator.testing.Ec2Fixtures.withTag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

class ReleasedSnapshotCollectorTest {
  private static final Map<String, String> OWNED = OWNER.tags(Role.IMAGE, "src");
  private static final Map<String, String> RELEASED =
      withTag(OWNED, TagKeys.RELEASED, "2026-05-01T12:00:00Z");

  @Test
  void deletesUnusedReleasedSnapshot() {
    assertThat(isDeletable(present(RELEASED), usingImages())).isTrue();
    assertThat(
            isDeletable(
                present(RELEASED),
                usingImages(inState(ownedImage("ami-7", "x"), Image.State.DEREGISTERED))))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(value = Image.State.class, mode = Mode.EXCLUDE, names = "DEREGISTERED")
  void keepsSnapshotUsedByImageInAnyState(Image.State state) {
    assertThat(
            isDeletable(present(RELEASED), usingImages(inState(ownedImage("ami-7", "x"), state))))
        .isFalse();
  }

  static List<Map<String, String>> notReleasedByUs() {
    return List.of(
        Map.of(),
        OWNED,
        withTag(OWNED, TagKeys.CLUSTER, "c2"),
        withTag(RELEASED, TagKeys.CLUSTER, "c2"),
        Map.of(TagKeys.RELEASED, "2026-05-01T12:00:00Z"),
        Map.of(TagKeys.CLUSTER, "c1", TagKeys.RELEASED, "2026-05-01T12:00:00Z"));
  }

  @ParameterizedTest
  @MethodSource("notReleasedByUs")
  void keepsForeignOrUnreleasedSnapshot(Map<String, String> tags) {
    assertThat(isDeletable(present(tags), usingImages())).isFalse();
  }

  @Test
  void treatsUnknownUsageAsInUse() {
    Ec2CallException failure =
        new Ec2CallException(
            Ec2CallException.ErrorClass.TRANSIENT, "DescribeImages", "x", "x", null);
    assertThat(isDeletable(present(RELEASED), new Observation.Pending<>())).isFalse();
    assertThat(isDeletable(present(RELEASED), new Observation.Failed<>(failure, NOW))).isFalse();
    assertThat(isDeletable(new Observation.Pending<>(), usingImages())).isFalse();
    assertThat(
            isDeletable(
                new Observation.Known<>(Presence.missed(Optional.empty(), NOW), NOW),
                usingImages()))
        .isFalse();
  }

  private static boolean isDeletable(
      Observation<Presence<Snapshot>> snapshot, Observation<List<Image>> users) {
    return ReleasedSnapshotCollector.isDeletable(new ClusterId("c1"), snapshot, users);
  }

  private static Observation<Presence<Snapshot>> present(Map<String, String> tags) {
    return new Observation.Known<>(Presence.of(snapshotOf("ami-1", tags)), NOW);
  }

  private static Observation<List<Image>> usingImages(Image... images) {
    return new Observation.Known<>(List.of(images), NOW);
  }
}
