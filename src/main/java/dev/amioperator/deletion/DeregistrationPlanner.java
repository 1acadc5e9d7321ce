package dev.amioperator.deletion;

import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.deletion.DeletionPlanner.DeletionFacts;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ownership.OwnershipClaim;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans DeregisterImage, after checks of ownership, usage and deregistration protection. No other
 * class creates that action.
 */
final class DeregistrationPlanner {
  /** In other states, such as pending, EC2 may not list all snapshots of an image yet. */
  private static final Set<Image.State> STATES_SHOWING_ALL_SNAPSHOTS =
      Set.of(Image.State.AVAILABLE, Image.State.DISABLED);

  private DeregistrationPlanner() {}

  /** The next step towards the deregistration; empty when no registered image is left. */
  static Optional<Plan> next(
      DeletionFacts facts, DeletionPolicy policy, DeletionGuard guard, Instant now) {
    if (facts.image().filter(Image::registered).isEmpty()) {
      return Optional.empty();
    }
    Image image = facts.image().get();
    if (!facts.claim().owns(image)) {
      return Optional.of(Plan.withoutActions(notOwned(facts.claim(), image)));
    }
    if (guard == DeletionGuard.REFERENCES) {
      Optional<ReadyState> refusal = UsageGuard.refusal(image, facts.usage(), now);
      if (refusal.isPresent()) {
        return Optional.of(new Plan(reprotect(facts, image), refusal.get()));
      }
    }
    boolean withSnapshots = policy == DeletionPolicy.DELETE && allSnapshotsOwned(facts, image);
    return ProtectionRemoval.next(image, facts.managedProtection(), now)
        .or(() -> Optional.of(deregistration(image, withSnapshots)));
  }

  /** Whether a plan deregisters an image, after every check. */
  static boolean deregisters(Plan plan) {
    return plan.actions().stream().anyMatch(ImageAction.DeregisterImage.class::isInstance);
  }

  /** Restores the protection only for proven use: a pending query proves nothing. */
  private static List<AwsAction> reprotect(DeletionFacts facts, Image image) {
    return facts.usage() instanceof Usage.Used
        ? ProtectionRemoval.reprotect(image, facts.managedProtection())
        : List.of();
  }

  private static Plan deregistration(Image image, boolean withSnapshots) {
    return new Plan(
        List.of(new ImageAction.DeregisterImage(image.id(), withSnapshots)),
        new ReadyState.Reconciling(
            Reason.Deleting, "Deregistering %s.".formatted(image.id()), Requeue.DELETING));
  }

  private static ReadyState notOwned(OwnershipClaim claim, Image image) {
    return new ReadyState.Blocked(
        Reason.NotOwned,
        ("%s no longer carries the tags of %s, so it is not deregistered. Restore its tags %s and"
                + " %s. If this object is being deleted, the annotation %s ends it instead, and leaves"
                + " all its images and snapshots in EC2.")
            .formatted(
                image.id(),
                claim.resource(),
                TagKeys.RESOURCE,
                TagKeys.CLUSTER,
                Annotations.ABANDON_TRUE),
        Requeue.IN_USE);
  }

  /** Whether EC2 may delete the image's snapshots with it: it shows them all, and we own each. */
  private static boolean allSnapshotsOwned(DeletionFacts facts, Image image) {
    return STATES_SHOWING_ALL_SNAPSHOTS.contains(image.state())
        && !image.snapshotIds().isEmpty()
        && SnapshotLedger.ids(facts.recordedSnapshots(), Origin.CREATED)
            .containsAll(image.snapshotIds())
        && facts.recordedSnapshots().stream()
            .allMatch(
                entry ->
                    entry.origin() == Origin.CREATED
                        && facts.ownsLive(entry.snapshotId())
                        && facts.liveSnapshots().get(entry.snapshotId()).createdWith(image));
  }
}
