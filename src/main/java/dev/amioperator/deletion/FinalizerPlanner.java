package dev.amioperator.deletion;

import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Asked;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one owner has in one place goes: looks at what is left, and says the next step. */
public final class FinalizerPlanner {

  private final ObservationSession session;
  private final Request request;
  private final Duration gracePeriod;
  private final List<String> unconfirmed = new ArrayList<>();
  private final List<Image> imagesUnderOtherNames = new ArrayList<>();

  private FinalizerPlanner(
      ObservationSession observationSession, Request request, Duration gracePeriod) {
    this.session = observationSession;
    this.request = request;
    this.gracePeriod = gracePeriod;
  }

  /**
   * What shall go, as the status knows it.
   *
   * @param imageIds the images that stood for the owner here
   * @param recordedName the name of an image that may have been made, if one may
   * @param includesOtherNames whether images that were made under other names are the owner's as
   *     well
   * @param recordedSnapshots its snapshots, as they stand in the status now; may be null
   * @param protection the deregistration protection that the object manages, and may lift
   */
  public record Request(
      Owner owner,
      List<String> imageIds,
      Optional<String> recordedName,
      boolean includesOtherNames,
      List<SnapshotEntry> recordedSnapshots,
      DeletionPolicy policy,
      DeletionGuard guard,
      Optional<Image.DeregistrationProtection> protection) {}

  /** What comes next. */
  public sealed interface Step {
    /** The ledger has to stand in the status before anything else happens. */
    record RecordSnapshots(List<SnapshotEntry> snapshots) implements Step {
      /** What is said meanwhile. */
      public ReadyState readyState() {
        return new ReadyState.Reconciling(
            Reason.Deleting, "Taking stock of snapshots.", Requeue.NEXT_STEP);
      }
    }

    /** The plan is to be carried out, or waited for. */
    record Execute(Plan plan) implements Step {}

    /** Nothing of the owner's is left here, beyond doubt. */
    record Done() implements Step {}
  }

  /**
   * The next step.
   *
   * @param grace how long a thing must be missed before it counts as gone
   * @throws ObservationReader.ObservationPendingException when EC2 is still being asked, or could
   *     not be
   */
  public static Step next(ObservationSession observationSession, Request request, Duration grace) {
    return new FinalizerPlanner(observationSession, request, grace).next();
  }

  private Step next() {
    OwnedResources ownedResources = session.get(OwnedResourceQueries.byOwner(session.owner()));
    List<Image> images = images(ownedResources);
    List<SnapshotEntry> ledger = updatedLedger(ownedResources, images);
    if (!ledger.equals(
        request.recordedSnapshots() == null ? List.of() : request.recordedSnapshots())) {
      return new Step.RecordSnapshots(ledger);
    }
    Map<String, Snapshot> standing = liveSnapshots(ownedResources, ledger);
    return images.stream()
        .flatMap(image -> plan(Optional.of(image), ledger, standing).stream())
        .findFirst()
        .or(
            () ->
                // What snapshots carry our tags may be the namesake's.
                imagesUnderOtherNames.isEmpty()
                    ? plan(Optional.empty(), ledger, standing)
                    : Optional.empty())
        .<Step>map(Step.Execute::new)
        .orElseGet(this::confirm);
  }

  /** The images that are the owner's, and the one it knows that lost its tags. */
  private List<Image> images(OwnedResources ownedResources) {
    List<Image> images =
        new ArrayList<>(
            ownedResources.images().stream()
                .filter(Image::registered)
                .filter(this::matchesIdOrName)
                .toList());
    List<String> missing =
        request.imageIds().stream()
            .filter(id -> images.stream().noneMatch(i -> i.id().equals(id)))
            .toList();
    List<Asked<Optional<Image>>> asked =
        missing.stream().map(id -> Asked.of(() -> observeById(id))).toList();
    asked.forEach(image -> image.value().ifPresent(images::add));
    if (images.isEmpty()) {
      request.recordedName().ifPresent(this::checkRecordedName);
    }
    return images;
  }

  /**
   * Tags travel, with a copy that somebody makes of an image or with one restored from S3: what
   * carries them under another name was not made here.
   */
  private boolean matchesIdOrName(Image image) {
    boolean own = request.imageIds().contains(image.id()) || matchesName(image);
    if (!own) {
      imagesUnderOtherNames.add(image);
    }
    return own;
  }

  private boolean matchesName(Image image) {
    return request.recordedName().equals(Optional.of(image.name()))
        || (request.includesOtherNames() && image.tags().containsKey(TagKeys.MADE_AS));
  }

  private Optional<Image> observeById(String id) {
    return foundOrUnconfirmed(session.get(ImageQueries.byId(id)), id)
        .filter(Image::registered)
        .filter(image -> !request.owner().belongsToOther(image));
  }

  /** An image may have been made whose id was never written down. */
  private void checkRecordedName(String name) {
    foundOrUnconfirmed(session.get(ImageQueries.byName(name)), "an image named \"" + name + "\"")
        .filter(request.owner()::owns)
        .ifPresent(image -> unconfirmed.add(image.id()));
  }

  private <T> Optional<T> foundOrUnconfirmed(Presence<T> presence, String what) {
    if (presence.found().isEmpty()
        && !presence.provenAbsent(session.oldestObservedAt(), gracePeriod)) {
      unconfirmed.add(what);
    }
    return presence.found();
  }

  private List<SnapshotEntry> updatedLedger(OwnedResources ownedResources, List<Image> images) {
    List<SnapshotEntry> ledger =
        SnapshotLedger.of(request.recordedSnapshots(), Optional.empty(), List.of());
    for (Image image : images) {
      ledger = SnapshotLedger.of(ledger, Optional.of(image), List.of());
    }
    return SnapshotLedger.of(
        ledger,
        Optional.empty(),
        ownedResources.snapshots().stream()
            .filter(
                snapshot ->
                    imagesUnderOtherNames.stream().noneMatch(image -> snapshot.belongsTo(image)))
            .toList());
  }

  private Map<String, Snapshot> liveSnapshots(
      OwnedResources ownedResources, List<SnapshotEntry> ledger) {
    Map<String, Snapshot> standing = new HashMap<>();
    ownedResources.snapshots().forEach(snapshot -> standing.put(snapshot.id(), snapshot));
    if (request.policy() != DeletionPolicy.RETAIN) {
      List<Asked<Optional<Snapshot>>> asked =
          SnapshotLedger.ids(ledger, Origin.CREATED).stream()
              .filter(id -> !standing.containsKey(id))
              .map(
                  id ->
                      Asked.of(() -> foundOrUnconfirmed(session.get(SnapshotQueries.byId(id)), id)))
              .toList();
      asked.forEach(
          snapshot -> snapshot.value().ifPresent(found -> standing.put(found.id(), found)));
    }
    return standing;
  }

  private Optional<Plan> plan(
      Optional<Image> image, List<SnapshotEntry> ledger, Map<String, Snapshot> standing) {
    Usage usage = image.map(this::observeUsage).orElseGet(Usage.Pending::new);
    DeletionPlanner.DeletionFacts facts =
        new DeletionPlanner.DeletionFacts(
            request.owner(),
            image,
            ledger,
            standing,
            usage,
            request.protection(),
            SnapshotBlockers.NONE);
    return DeletionPlanner.plan(
            image.isEmpty() && request.policy() == DeletionPolicy.DELETE
                ? withSnapshotBlockers(facts)
                : facts,
            request.policy(),
            request.guard(),
            session.now())
        .map(plan -> image.flatMap(i -> disableFastLaunch(i, plan)).orElse(plan));
  }

  /** What EC2 prepared for fast launch is cleared away while there is an image to ask it for. */
  private Optional<Plan> disableFastLaunch(Image image, Plan plan) {
    boolean goes = plan.actions().stream().anyMatch(ImageAction.DeregisterImage.class::isInstance);
    if (!goes || !DesiredFastLaunch.isSupported(image)) {
      return Optional.empty();
    }
    return DesiredFastLaunch.disableBeforeDeregistration(
        image, session.get(ImageQueries.fastLaunch(image.id())), session.now());
  }

  private DeletionPlanner.DeletionFacts withSnapshotBlockers(DeletionPlanner.DeletionFacts facts) {
    return facts.withBlockers(
        new SnapshotBlockersObserver(session, this::isBeingDeleted)
            .observe(DeletionPlanner.deletable(facts)));
  }

  /** Whether an image that EC2 shows is one that just went, or goes with the others. */
  private boolean isBeingDeleted(Image image) {
    return (request.imageIds().contains(image.id()) && !request.owner().belongsToOther(image))
        || (request.owner().owns(image) && matchesName(image));
  }

  private Usage observeUsage(Image image) {
    boolean needless =
        request.guard() == DeletionGuard.NONE || request.policy() == DeletionPolicy.RETAIN;
    if (needless) {
      return new Usage.Pending();
    }
    Observation<List<ImageReference>> references =
        session.observation(ImageQueries.references(image.id()));
    if (references instanceof Observation.Pending) {
      // The round of questions goes on, or a slow answer would be too old for the next.
      session.value(references);
    }
    return Usage.of(references);
  }

  private Step confirm() {
    if (!imagesUnderOtherNames.isEmpty()) {
      return new Step.Execute(
          Plan.withoutActions(
              new ReadyState.Blocked(
                  Reason.NotOwned,
                  ("%s carries the tags of %s under another name, as a copy that was made with its"
                          + " tags does, and is left alone. Take the tag %s off it and its snapshots.")
                      .formatted(
                          imagesUnderOtherNames.stream()
                              .map(Image::id)
                              .collect(Collectors.joining(", ")),
                          request.owner().resource(),
                          TagKeys.RESOURCE),
                  Requeue.TAGS_ON_OTHER_IMAGE)));
    }
    if (unconfirmed.isEmpty()) {
      return new Step.Done();
    }
    return new Step.Execute(
        Plan.withoutActions(
            new ReadyState.Reconciling(
                Reason.Deleting,
                "Making sure that nothing is left of %s.".formatted(String.join(", ", unconfirmed)),
                Requeue.CONFIRMING_DELETION)));
  }
}
