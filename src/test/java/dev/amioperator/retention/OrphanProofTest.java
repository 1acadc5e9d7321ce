package dev.amioperator.retention;

import static dev.amioperator.retention.OrphanFixtures.orphan;
import static dev.amioperator.retention.OrphanFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.retention.OrphanedSnapshots.Orphan;
import dev.amioperator.usage.Usage;
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
  private static final Usage UNUSED_BY_TEMPLATES = new Usage.Unused(NOW);
  private static final ImageReference TEMPLATE =
      new ImageReference("snap-1", "ec2:LaunchTemplate", "launch-template/lt-1");
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
                proof(new Usage.Used(List.of(TEMPLATE))),
                proof(Set.of(), Optional.of("ami-gone"), Set.of(), List.of()),
                proof(Set.of(), Optional.empty(), Set.of("444455556666"), List.of()),
                proof(Set.of(), Optional.empty(), Set.of("all"), List.of())))
        .extracting(proof -> proof.judge(DUE))
        .extracting(decision -> decision.reason().orElseThrow(), OrphanDecision::message)
        .containsExactly(
            tuple(RetentionReason.Referenced, "In use by ami-disabled."),
            tuple(RetentionReason.Referenced, "In use by ec2:LaunchTemplate launch-template/lt-1."),
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
                UNUSED_BY_TEMPLATES,
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

  @Test
  void keepsWhatUnreadResourcesMayUse() {
    OrphanDecision unknown = proof(new Usage.Unknown("the launch templates are denied")).judge(DUE);
    OrphanDecision pending = proof(new Usage.Pending()).judge(DUE);

    assertThat(unknown.reason()).contains(RetentionReason.UsageUnknown);
    assertThat(unknown.message())
        .isEqualTo("What uses it is unknown: the launch templates are denied");
    assertThat(pending.reason()).contains(RetentionReason.UsageUnknown);
    assertThat(pending.message()).isEqualTo("What uses it is being read.");
  }

  private static OrphanProof proof(Usage usage) {
    return new OrphanProof(
        Set.of(), usage, Optional.empty(), Set.of(), Optional.empty(), List.of());
  }

  private static OrphanProof proof(
      Set<String> images, Optional<String> recycled, Set<String> shared, List<String> unknown) {
    return new OrphanProof(
        images, UNUSED_BY_TEMPLATES, recycled, shared, Optional.empty(), unknown);
  }
}
