package dev.amioperator.garbagecollection;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static dev.amioperator.testing.Ec2Fixtures.withTag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReleasedSnapshotCollectorTest {
  private static final Map<String, String> OWNED = OWNER.tags(Role.IMAGE, "src");
  private static final Map<String, String> RELEASED =
      withTag(OWNED, TagKeys.RELEASED, "snap-1 2026-05-01T12:00:00Z");

  @Test
  void recognizesReleasedSnapshot() {
    assertThat(isReleased(RELEASED)).isTrue();
  }

  static List<Map<String, String>> notReleasedByUs() {
    return List.of(
        Map.of(),
        OWNED,
        withTag(OWNED, TagKeys.CLUSTER, "c2"),
        withTag(RELEASED, TagKeys.CLUSTER, "c2"),
        Map.of(TagKeys.RELEASED, "snap-1 2026-05-01T12:00:00Z"),
        Map.of(TagKeys.CLUSTER, "c1", TagKeys.RELEASED, "snap-1 2026-05-01T12:00:00Z"),
        withTag(OWNED, TagKeys.RELEASED, "snap-0 2026-05-01T12:00:00Z"),
        withTag(OWNED, TagKeys.RELEASED, "2026-05-01T12:00:00Z"));
  }

  @ParameterizedTest
  @MethodSource("notReleasedByUs")
  void keepsForeignOrUnreleasedSnapshot(Map<String, String> tags) {
    assertThat(isReleased(tags)).isFalse();
  }

  @Test
  void checksRecycleBinForFormerUsers() {
    Map<String, String> used =
        withTag(OWNED, TagKeys.RELEASED, "snap-1 2026-05-01T12:00:00Z ami-7 ami-8");
    assertThat(ReleasedSnapshotCollector.formerUsers(snapshotOf("ami-1", used)))
        .containsExactly("ami-7", "ami-8", "ami-1");
  }

  @Test
  void needsAnswerThatRecycleBinLacksImage() {
    RecycleBinEntry entry = new RecycleBinEntry("ami-7", "web", Optional.empty());
    assertThat(isAbsent(new Observation.Known<>(Presence.of(entry), NOW))).isFalse();
    assertThat(isAbsent(new Observation.Known<>(Presence.missed(Optional.empty(), NOW), NOW)))
        .isTrue();
    assertThat(isAbsent(new Observation.Pending<>())).isFalse();
    assertThat(isAbsent(failed(Ec2CallException.ErrorClass.DENIED))).isFalse();
    assertThat(isAbsent(failed(Ec2CallException.ErrorClass.UNSUPPORTED))).isTrue();
  }

  private static Observation<Presence<RecycleBinEntry>> failed(
      Ec2CallException.ErrorClass errorClass) {
    return new Observation.Failed<>(
        new Ec2CallException(errorClass, "ListImagesInRecycleBin", "x", "x", null), NOW);
  }

  private static boolean isAbsent(Observation<Presence<RecycleBinEntry>> entry) {
    return ReleasedSnapshotCollector.isAbsent(entry);
  }

  private static boolean isReleased(Map<String, String> tags) {
    return new ReleasedSnapshotClaim(new Owner(new ClusterId("c1"), "Reaper"))
        .owns(snapshotOf("ami-1", tags));
  }
}
