package dev.amioperator.garbagecollection;

import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.OWNER;
import static dev.amioperator.testing.Examples.in;
import static dev.amioperator.testing.Examples.ours;
import static dev.amioperator.testing.Examples.snapshotOf;
import static dev.amioperator.testing.Examples.with;
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

class ReaperTest {
  private static final Map<String, String> OWNED = OWNER.tags(Role.IMAGE, "src");
  private static final Map<String, String> RELEASED =
      with(OWNED, TagKeys.RELEASED, "2026-05-01T12:00:00Z");

  @Test
  void aReleasedSnapshotThatNoImageUsesGoes() {
    assertThat(due(there(RELEASED), users())).isTrue();
    assertThat(due(there(RELEASED), users(in(ours("ami-7", "x"), Image.State.DEREGISTERED))))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(value = Image.State.class, mode = Mode.EXCLUDE, names = "DEREGISTERED")
  void anImageInWhateverStateKeepsIt(Image.State state) {
    assertThat(due(there(RELEASED), users(in(ours("ami-7", "x"), state)))).isFalse();
  }

  static List<Map<String, String>> notReleasedByUs() {
    return List.of(
        Map.of(),
        OWNED,
        with(OWNED, TagKeys.CLUSTER, "c2"),
        with(RELEASED, TagKeys.CLUSTER, "c2"),
        Map.of(TagKeys.RELEASED, "2026-05-01T12:00:00Z"),
        Map.of(TagKeys.CLUSTER, "c1", TagKeys.RELEASED, "2026-05-01T12:00:00Z"));
  }

  @ParameterizedTest
  @MethodSource("notReleasedByUs")
  void whatIsNotOursOrNotReleasedStays(Map<String, String> tags) {
    assertThat(due(there(tags), users())).isFalse();
  }

  @Test
  void whatIsNotKnownCountsAsInUse() {
    Ec2CallException failure =
        new Ec2CallException(
            Ec2CallException.ErrorClass.TRANSIENT, "DescribeImages", "x", "x", null);
    assertThat(due(there(RELEASED), new Observation.Pending<>())).isFalse();
    assertThat(due(there(RELEASED), new Observation.Failed<>(failure, NOW))).isFalse();
    assertThat(due(new Observation.Pending<>(), users())).isFalse();
    assertThat(due(new Observation.Known<>(Presence.missed(Optional.empty(), NOW), NOW), users()))
        .isFalse();
  }

  private static boolean due(
      Observation<Presence<Snapshot>> snapshot, Observation<List<Image>> users) {
    return ReleasedSnapshotCollector.isDeletable(new ClusterId("c1"), snapshot, users);
  }

  private static Observation<Presence<Snapshot>> there(Map<String, String> tags) {
    return new Observation.Known<>(Presence.of(snapshotOf("ami-1", tags)), NOW);
  }

  private static Observation<List<Image>> users(Image... images) {
    return new Observation.Known<>(List.of(images), NOW);
  }
}
