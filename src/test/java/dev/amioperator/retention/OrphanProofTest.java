package dev.amioperator.retention;

import static dev.amioperator.retention.OrphanFixtures.orphan;
import static dev.amioperator.retention.OrphanFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.retention.OrphanedSnapshots.Orphan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What EC2 tells about a snapshot right before it is deleted. */
class OrphanProofTest {
  private static final OrphanDecision DUE =
      new OrphanDecision(
          new Orphan(PLACE, unkeptFor(orphan("snap-1"), 4), "left behind"),
          Optional.of(RetentionReason.Due),
          Optional.of(NOW),
          Optional.of(NOW),
          "due",
          Optional.empty());
  private static final OrphanProof UNUSED = proof(Set.of(), Optional.empty(), Set.of(), List.of());

  @Test
  void deletesWhatNothingUses() {
    assertThat(UNUSED.judge(DUE)).isEqualTo(DUE);
  }

  /** cloud-custodian/cloud-custodian#9138 and #9444: disabled images were not looked at. */
  @Test
  void keepsWhatAnythingUses() {
    assertThat(
            List.of(
                proof(Set.of("ami-disabled"), Optional.empty(), Set.of(), List.of()),
                proof(Set.of(), Optional.of("ami-gone"), Set.of(), List.of()),
                proof(Set.of(), Optional.empty(), Set.of("444455556666"), List.of()),
                proof(Set.of(), Optional.empty(), Set.of("all"), List.of())))
        .extracting(proof -> proof.judge(DUE))
        .extracting(decision -> decision.reason().orElseThrow(), OrphanDecision::message)
        .containsExactly(
            tuple(RetentionReason.Referenced, "In use by ami-disabled."),
            tuple(
                RetentionReason.Referenced,
                "In use by ami-gone in the Recycle Bin, which cannot be restored without it."),
            tuple(
                RetentionReason.Referenced,
                "Shared with [444455556666], where an image may use it."),
            tuple(RetentionReason.Referenced, "Shared with [all], where an image may use it."));
  }

  @Test
  void keepsWhatIsLocked() {
    OrphanDecision locked =
        new OrphanProof(
                Set.of(),
                Optional.empty(),
                Set.of(),
                Optional.of(new SnapshotLock("snap-1", "compliance", Optional.of(NOW))),
                List.of())
            .judge(DUE);

    assertThat(locked.reason()).contains(RetentionReason.Protected);
    assertThat(locked.message())
        .isEqualTo("Locked against deletion (compliance, until 2026-06-01T12:00:00Z).");
  }

  @Test
  void keepsWhatIsUnknown() {
    OrphanDecision unknown =
        proof(Set.of(), Optional.empty(), Set.of(), List.of("no answer")).judge(DUE);

    assertThat(unknown.reason()).contains(RetentionReason.UsageUnknown);
    assertThat(unknown.message()).isEqualTo("no answer");
  }

  private static OrphanProof proof(
      Set<String> images, Optional<String> recycled, Set<String> shared, List<String> unknown) {
    return new OrphanProof(images, recycled, shared, Optional.empty(), unknown);
  }
}
