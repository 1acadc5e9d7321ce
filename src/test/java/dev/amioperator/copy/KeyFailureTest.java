package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.HERE;
import static dev.amioperator.copy.CopyFixtures.NOW;
import static dev.amioperator.copy.CopyFixtures.SOURCE_ID;
import static dev.amioperator.copy.CopyFixtures.copy;
import static dev.amioperator.copy.CopyFixtures.observed;
import static dev.amioperator.copy.CopyFixtures.queuedEntry;
import static dev.amioperator.copy.CopyFixtures.target;
import static dev.amioperator.copy.CopyPlanFixtures.assertReadyState;
import static dev.amioperator.copy.CopyPlanFixtures.entry;
import static dev.amioperator.copy.CopyPlanFixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Copies that EC2 failed to create because of a KMS key. */
class KeyFailureTest {
  private static final String ARN = "arn:aws:kms:us-east-1:111122223333:key/k-1";

  /** Old enough to be removed. */
  private static final Image FAILED =
      copy("ami-bad", State.FAILED, SOURCE_ID, "web-42", NOW.minus(Duration.ofHours(1)));

  private static ObservedCopy observedFailure(String facts, String keyState) {
    return observedFailure(facts, keyState, Optional.empty());
  }

  private static ObservedCopy observedFailure(
      String facts, String keyState, Optional<Instant> effectiveAt) {
    Snapshot snapshot =
        new Snapshot(
            "snap-of-ami-bad",
            HERE.accountId(),
            Snapshot.State.ERROR,
            0,
            8,
            "",
            FAILED.tags(),
            Optional.of(ARN),
            new Snapshot.Creation(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "Given key ID is not accessible"),
            Optional.empty());
    return ObservedCopyBuilder.builder(observed(FAILED, snapshot))
        .key(new ObservedKey.Described(new KmsKey(ARN, keyState, false, false)))
        .keyFacts(Optional.ofNullable(facts).map(hash -> new KeyFacts(hash, effectiveAt)))
        .build();
  }

  @Test
  void keepsFailedCopyWhileNothingChanges() {
    RegionPlan first = plan(target(queuedEntry("web-42", null)), observedFailure("a", "Enabled"));
    RegionPlan later = plan(target(entry(first)), observedFailure("a", "Enabled"));
    RegionPlan unknown = plan(target(entry(later)), observedFailure(null, "Enabled"));

    assertThat(first.plan().actions()).isEmpty();
    assertThat(later.plan().actions()).isEmpty();
    assertThat(unknown.plan().actions()).isEmpty();
    assertThat(entry(unknown).failedFor()).isEqualTo("a");
    assertReadyState(
        later,
        ReadyState.Stalled.class,
        Reason.ImageFailed,
        "ami-bad",
        "snap-of-ami-bad: Given key ID is not accessible",
        "The policy of " + ARN,
        "kms:CreateGrant",
        HERE.accountId());
  }

  @Test
  void removesFailedCopyOnceFactsChange() {
    RegionPlan first = plan(target(queuedEntry("web-42", null)), observedFailure("a", "Enabled"));

    RegionPlan changed = plan(target(entry(first)), observedFailure("b", "Enabled"));

    assertThat(changed.plan().actions())
        .contains(new ImageAction.DeregisterImage("ami-bad", false));
    assertThat(entry(changed).failedFor()).as("kept until the copy is gone").isEqualTo("a");
  }

  @Test
  void removesCopyThatBeganBeforeGrantApplied() {
    Instant created = FAILED.created().orElseThrow();
    RegionPlan first =
        plan(
            target(queuedEntry("web-42", null)),
            observedFailure("a", "Enabled", Optional.of(created.plusSeconds(1))));
    assertReadyState(first, ReadyState.Stalled.class, Reason.ImageFailed, "created again");

    assertThat(
            plan(
                    target(entry(first)),
                    observedFailure("a", "Enabled", Optional.of(created.plusSeconds(1))))
                .plan()
                .actions())
        .contains(new ImageAction.DeregisterImage("ami-bad", false));
    assertThat(
            plan(target(entry(first)), observedFailure("a", "Enabled", Optional.of(created)))
                .plan()
                .actions())
        .isEmpty();
  }

  @Test
  void namesKeyThatIsNotEnabled() {
    assertReadyState(
        plan(target(queuedEntry("web-42", null)), observedFailure("a", "Disabled")),
        ReadyState.Stalled.class,
        Reason.ImageFailed,
        "Enable " + ARN + ", which is in the state Disabled");
  }
}
