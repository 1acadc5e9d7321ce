package dev.amioperator.deletion;

import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ownership.OwnershipClaim;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans the removal of an image that EC2 failed to create, to make room for another attempt. A
 * failed image is checked as every other before it is deregistered: whether EC2 could ever launch
 * it is not known.
 *
 * @param image in a failed state
 * @param claim what entitles the operator to delete the image
 * @param usage what uses the image, as far as it was read
 * @param managedProtection the deregistration protection that the object manages, and may disable
 */
public record FailedImageRemoval(
    Image image,
    OwnershipClaim claim,
    Usage usage,
    DeletionGuard guard,
    Optional<Image.DeregistrationProtection> managedProtection) {
  /** How long a failed image stays in EC2 for inspection. */
  private static final Duration KEEP_DURATION = Duration.ofMinutes(10);

  public FailedImageRemoval {
    if (!image.state().failed()) {
      throw new IllegalArgumentException("not a failed image: " + image);
    }
  }

  /** When to remove a failed image, by its creation date so that restarts do not matter. */
  public static Instant removeAfter(Image image, Instant now) {
    return image.created().orElse(now).plus(KEEP_DURATION);
  }

  /** What uses a failed image; reads EC2 only once the image is old enough to be removed. */
  public static Usage observeUsage(ObservationSession session, Image image, DeletionGuard guard) {
    return guard == DeletionGuard.NONE || session.now().isBefore(removeAfter(image, session.now()))
        ? new Usage.Pending()
        : UsageGuard.observe(session, image);
  }

  /**
   * The next step: deregisters the image and deletes its snapshots, once the status records them.
   *
   * @param created the snapshots that the operator may delete
   * @param removing the ready state while the image is removed
   */
  public Plan plan(Collection<Snapshot> created, ReadyState removing, Instant now) {
    Plan deregistration =
        DeregistrationPlanner.next(facts(), DeletionPolicy.RETAIN_SNAPSHOTS, guard, now)
            .orElseThrow();
    if (!DeregistrationPlanner.deregisters(deregistration)) {
      return deregistration;
    }
    return new Plan(
        Stream.<AwsAction>concat(
                deregistration.actions().stream(),
                created.stream().map(snapshot -> new SnapshotAction.DeleteSnapshot(snapshot.id())))
            .toList(),
        removing);
  }

  private DeletionPlanner.DeletionFacts facts() {
    return new DeletionPlanner.DeletionFacts(
        claim,
        Optional.of(image),
        List.of(),
        Map.of(),
        usage,
        managedProtection,
        SnapshotBlockers.NONE);
  }
}
