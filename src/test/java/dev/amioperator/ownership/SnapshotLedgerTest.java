package dev.amioperator.ownership;

import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.foreignSnapshot;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.Owner.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotLedgerTest {
  @Test
  void treatsUntaggedSnapshotAsForeign() {
    assertThat(SnapshotLedger.of(null, Optional.of(ownedImage("ami-1", "src")), List.of()))
        .containsExactly(new SnapshotEntry("snap-1", Origin.FOREIGN));
    assertThat(
            SnapshotLedger.of(
                null,
                Optional.of(ownedImage("ami-1", "src")),
                List.of(snapshotOf("ami-1", OWNER.tags(Role.IMAGE, "src")))))
        .containsExactly(new SnapshotEntry("snap-1", Origin.CREATED));
  }

  @Test
  void keepsRecordedSnapshots() {
    List<SnapshotEntry> recorded = List.of(new SnapshotEntry("snap-7", Origin.CREATED));
    assertThat(SnapshotLedger.of(recorded, Optional.empty(), List.of())).isEqualTo(recorded);
    assertThat(SnapshotLedger.of(recorded, Optional.of(ownedImage("ami-7", "src")), List.of()))
        .isEqualTo(recorded);
  }

  @Test
  void findsSnapshotByOwnershipTags() {
    Snapshot orphan = snapshotOf("ami-5", OWNER.tags(Role.IMAGE, "src"));
    assertThat(SnapshotLedger.of(null, Optional.empty(), List.of(orphan)))
        .containsExactly(new SnapshotEntry("snap-5", Origin.CREATED));
  }

  @Test
  void readsImageIdFromDescription() {
    assertThat(snapshotOf("ami-1", Map.of()).madeFor("ami-1")).isTrue();
    assertThat(snapshotOf("ami-12", Map.of()).madeFor("ami-1")).isFalse();
    assertThat(foreignSnapshot("snap-1").madeFor("ami-1")).isFalse();
    assertThat(
            described(
                    "Copied for DestinationAmi ami-1 from SourceAmi ami-2 for SourceSnapshot snap-2. Task created on 1.")
                .madeFor("ami-1"))
        .isTrue();
    assertThat(
            described(
                    "Copied for DestinationAmi ami-3 from SourceAmi ami-1 for SourceSnapshot snap-2. Task created on 1.")
                .madeFor("ami-1"))
        .isFalse();
  }

  private static Snapshot described(String description) {
    return new Snapshot(
        "snap-1", "1", Snapshot.State.COMPLETED, 100, 8, description, Map.of(), Optional.empty());
  }
}
