package dev.amioperator.deletion;

import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plans the deletion of an owner's images and snapshots in an account and region. */
public final class FinalizerPlanner {
  private final ObservationSession session;
  private final Request request;
  private final RemainingResources remaining;
  private final Duration gracePeriod;

  private FinalizerPlanner(ObservationSession session, Request request, Duration gracePeriod) {
    this.session = session;
    this.request = request;
    this.gracePeriod = gracePeriod;
    this.remaining = new RemainingResources(session, request, gracePeriod);
  }

  /**
   * The images and snapshots to delete, as the owner's status records them.
   *
   * @param imageIds the images that the status recorded in this account and region
   * @param recordedName the name of an image that may have been created, if any
   * @param includesOtherNames whether images created under other names belong to the owner too
   * @param recordedSnapshots the snapshots in the status; may be null
   * @param handedOverSnapshots the user's snapshots that were handed over to the owner
   * @param protection the deregistration protection that the object manages, and may disable
   */
  public record Request(
      Owner owner,
      List<String> imageIds,
      Optional<String> recordedName,
      boolean includesOtherNames,
      List<SnapshotEntry> recordedSnapshots,
      List<String> handedOverSnapshots,
      DeletionPolicy policy,
      DeletionGuard guard,
      Optional<Image.DeregistrationProtection> protection) {

    /**
     * Whether the image was created for the owner. Its tags do not prove that: they travel with a
     * copy of the image, and with an image restored from S3, under another name.
     */
    boolean matches(Image image) {
      return imageIds.contains(image.id()) || matchesName(image);
    }

    /** Whether the images are deregistered; otherwise they stay, with other tags. */
    boolean deregisters() {
      return policy == DeletionPolicy.DELETE || policy == DeletionPolicy.RETAIN_SNAPSHOTS;
    }

    /** Whether an image is deleted by this request, or was a moment ago. */
    boolean deletes(Image image) {
      return (imageIds.contains(image.id()) && !owner.belongsToOther(image))
          || (owner.owns(image) && matchesName(image));
    }

    private boolean matchesName(Image image) {
      return recordedName.equals(Optional.of(image.name()))
          || (includesOtherNames && image.tags().containsKey(TagKeys.MADE_AS));
    }
  }

  /** The next step of a deletion in EC2. */
  public sealed interface Step {
    /** Writes the snapshot ledger to the status before any EC2 call. */
    record RecordSnapshots(List<SnapshotEntry> snapshots) implements Step {
      /** The ready state while the ledger is written. */
      public ReadyState readyState() {
        return new ReadyState.Reconciling(
            Reason.Deleting, "Recording snapshots in the status.", Requeue.NEXT_STEP);
      }
    }

    /** Executes the plan's EC2 actions, or waits as its ready state says. */
    record Execute(Plan plan) implements Step {}

    /**
     * EC2 has confirmed that no image or snapshot of the owner is left.
     *
     * @param unprovenSnapshots snapshots that carry the owner's tags and stay: perhaps copies
     */
    record Done(List<String> unprovenSnapshots) implements Step {
      /** The event about the snapshots that stay in EC2; empty if there are none. */
      public Optional<ObjectEvent> event(Owner owner, AccountRegion region) {
        return unprovenSnapshots.isEmpty()
            ? Optional.empty()
            : Optional.of(
                ObjectEvent.warning(
                    Reason.NotOwned,
                    ("Kept in %s: %s. They carry the tags of %s, but EC2 did not create them for"
                            + " its images, as with tags copied from a volume or another snapshot."
                            + " Delete them if nothing needs them; otherwise remove their tag %s.")
                        .formatted(
                            region.region(),
                            String.join(", ", unprovenSnapshots),
                            owner.resource(),
                            TagKeys.RESOURCE)));
      }
    }
  }

  /**
   * Reads what is left in EC2 and plans the next step.
   *
   * @param gracePeriod how long reads must miss a resource before it counts as gone
   * @throws ObservationReader.ObservationPendingException when a read of EC2 is pending or failed
   */
  public static Step next(ObservationSession session, Request request, Duration gracePeriod) {
    return new FinalizerPlanner(session, request, gracePeriod).next();
  }

  private Step next() {
    List<SnapshotEntry> ledger = remaining.ledger();
    if (!ledger.equals(
        request.recordedSnapshots() == null ? List.of() : request.recordedSnapshots())) {
      return new Step.RecordSnapshots(ledger);
    }
    Map<String, Snapshot> live = remaining.liveSnapshots(ledger);
    return remaining.images().stream()
        .flatMap(image -> plan(Optional.of(image), ledger, live).stream())
        .findFirst()
        .or(
            () ->
                // Tagged snapshots may belong to the image that carries the tags under another
                // name.
                remaining.imagesUnderOtherNames().isEmpty()
                    ? plan(Optional.empty(), ledger, live)
                    : Optional.empty())
        .<Step>map(Step.Execute::new)
        .orElseGet(() -> confirm(ledger));
  }

  private Optional<Plan> plan(
      Optional<Image> image, List<SnapshotEntry> ledger, Map<String, Snapshot> live) {
    Optional<Plan> fastLaunch =
        image.filter(this::isDeregistered).flatMap(found -> FastLaunchRemoval.next(session, found));
    if (fastLaunch.isPresent()) {
      return fastLaunch;
    }
    DeletionPlanner.DeletionFacts facts =
        new DeletionPlanner.DeletionFacts(
            request.owner(),
            image,
            ledger,
            live,
            image
                .filter(_ -> request.deregisters())
                .map(found -> UsageGuard.observe(session, found))
                .orElseGet(Usage.Pending::new),
            request.protection(),
            SnapshotBlockers.NONE);
    return DeletionPlanner.plan(
        image.isEmpty() && request.policy() == DeletionPolicy.DELETE
            ? withSnapshotBlockers(facts)
            : facts,
        request.policy(),
        request.guard(),
        session.now());
  }

  private boolean isDeregistered(Image image) {
    return request.deregisters() && request.owner().owns(image);
  }

  private DeletionPlanner.DeletionFacts withSnapshotBlockers(DeletionPlanner.DeletionFacts facts) {
    return facts.withBlockers(
        new SnapshotBlockersObserver(session, request::deletes, request.imageIds())
            .observe(
                DeletionPlanner.deletable(facts).stream()
                    .map(facts.liveSnapshots()::get)
                    .toList()));
  }

  private Step confirm(List<SnapshotEntry> ledger) {
    if (!remaining.imagesUnderOtherNames().isEmpty()) {
      return new Step.Execute(Plan.withoutActions(tagsUnderOtherName()));
    }
    if (remaining.unconfirmed().isEmpty()) {
      return new Step.Done(remaining.unprovenSnapshots(ledger));
    }
    return new Step.Execute(
        Plan.withoutActions(
            new ReadyState.Reconciling(
                Reason.Deleting,
                "Confirming that nothing is left of %s."
                    .formatted(String.join(", ", remaining.unconfirmed())),
                untilConfirmable())));
  }

  /**
   * Reads before then prove nothing, so that none is made. It is never further away than the grace
   * period, unless the clock was set back.
   */
  private Duration untilConfirmable() {
    return remaining
        .confirmableAt()
        .map(at -> Duration.between(session.now(), at))
        .map(pause -> pause.compareTo(gracePeriod) > 0 ? gracePeriod : pause)
        .filter(pause -> pause.compareTo(Requeue.CONFIRMING_DELETION) > 0)
        .orElse(Requeue.CONFIRMING_DELETION);
  }

  private ReadyState tagsUnderOtherName() {
    return new ReadyState.Blocked(
        Reason.NotOwned,
        ("%s carries the tags of %s but was not created for it, as an image copied or restored with"
                + " its tags, and is not deleted. Remove the tag %s from it and its snapshots.")
            .formatted(
                remaining.imagesUnderOtherNames().stream()
                    .map(Image::id)
                    .collect(Collectors.joining(", ")),
                request.owner().resource(),
                TagKeys.RESOURCE),
        Requeue.TAGS_ON_OTHER_IMAGE);
  }
}
