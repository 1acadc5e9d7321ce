package dev.amioperator.deletion;

import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.AwsAction;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one owner has in one place goes: looks at what is left, and says the next step. */
public final class Departure {
  private static final Duration ONCE_WRITTEN = Duration.ofSeconds(1);
  private static final Duration CONFIRMING = Duration.ofSeconds(3);
  private static final Duration NAMESAKE = Duration.ofMinutes(1);

  private final ObservationSession inquiry;
  private final Request request;
  private final Duration grace;
  private final List<String> unproven = new ArrayList<>();
  private final List<Image> namesakes = new ArrayList<>();

  private Departure(ObservationSession observationSession, Request request, Duration grace) {
    this.inquiry = observationSession;
    this.request = request;
    this.grace = grace;
  }

  /**
   * What shall go, as the status knows it.
   *
   * @param imageIds the images that stood for the owner here
   * @param announcedName the name of an image that may have been made, if one may
   * @param otherNames whether images that were made under other names are the owner's as well
   * @param ledger its snapshots, as they stand in the status now; may be null
   * @param protection the deregistration protection that the object manages, and may lift
   */
  public record Request(
      Owner owner,
      List<String> imageIds,
      Optional<String> announcedName,
      boolean otherNames,
      List<SnapshotEntry> ledger,
      DeletionPolicy policy,
      DeletionGuard guard,
      Optional<Image.DeregistrationProtection> protection) {}

  /** What comes next. */
  public sealed interface Step {
    /** The ledger has to stand in the status before anything else happens. */
    record Remember(List<SnapshotEntry> ledger) implements Step {
      /** What is said meanwhile. */
      public ReadyState verdict() {
        return new ReadyState.Reconciling(
            Reason.Deleting, "Taking stock of snapshots.", ONCE_WRITTEN);
      }
    }

    /** The plan is to be carried out, or waited for. */
    record Proceed(Plan plan) implements Step {}

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
    return new Departure(observationSession, request, grace).next();
  }

  private Step next() {
    OwnedResources ownedResources = inquiry.ownedResources();
    List<Image> images = images(ownedResources);
    List<SnapshotEntry> ledger = ledger(ownedResources, images);
    if (!ledger.equals(request.ledger() == null ? List.of() : request.ledger())) {
      return new Step.Remember(ledger);
    }
    Map<String, Snapshot> standing = standing(ownedResources, ledger);
    return images.stream()
        .flatMap(image -> plan(Optional.of(image), ledger, standing).stream())
        .findFirst()
        .or(
            () ->
                // What snapshots carry our tags may be the namesake's.
                namesakes.isEmpty() ? plan(Optional.empty(), ledger, standing) : Optional.empty())
        .<Step>map(Step.Proceed::new)
        .orElseGet(this::confirm);
  }

  /** The images that are the owner's, and the one it knows that lost its tags. */
  private List<Image> images(OwnedResources ownedResources) {
    List<Image> images =
        new ArrayList<>(
            ownedResources.images().stream()
                .filter(Image::registered)
                .filter(this::itsOwn)
                .toList());
    List<String> missing =
        request.imageIds().stream()
            .filter(id -> images.stream().noneMatch(i -> i.id().equals(id)))
            .toList();
    missing.forEach(id -> byId(id).ifPresent(images::add));
    if (images.isEmpty()) {
      request.announcedName().ifPresent(this::expectByName);
    }
    return images;
  }

  /**
   * Tags travel, with a copy that somebody makes of an image or with one restored from S3: what
   * carries them under another name was not made here.
   */
  private boolean itsOwn(Image image) {
    boolean own = request.imageIds().contains(image.id()) || byItsName(image);
    if (!own) {
      namesakes.add(image);
    }
    return own;
  }

  private boolean byItsName(Image image) {
    return request.announcedName().equals(Optional.of(image.name()))
        || (request.otherNames() && image.tags().containsKey(TagKeys.MADE_AS));
  }

  private Optional<Image> byId(String id) {
    return proven(inquiry.image(id), id)
        .filter(Image::registered)
        .filter(image -> !request.owner().belongsToOther(image));
  }

  /** An image may have been made whose id was never written down. */
  private void expectByName(String name) {
    proven(inquiry.imageByName(name), "an image named \"" + name + "\"")
        .filter(request.owner()::owns)
        .ifPresent(image -> unproven.add(image.id()));
  }

  private <T> Optional<T> proven(Presence<T> presence, String what) {
    if (presence.found().isEmpty() && !presence.provenAbsent(inquiry.oldestObservedAt(), grace)) {
      unproven.add(what);
    }
    return presence.found();
  }

  private List<SnapshotEntry> ledger(OwnedResources ownedResources, List<Image> images) {
    List<SnapshotEntry> ledger = SnapshotLedger.of(request.ledger(), Optional.empty(), List.of());
    for (Image image : images) {
      ledger = SnapshotLedger.of(ledger, Optional.of(image), List.of());
    }
    return SnapshotLedger.of(
        ledger,
        Optional.empty(),
        ownedResources.snapshots().stream()
            .filter(snapshot -> namesakes.stream().noneMatch(image -> snapshot.belongsTo(image)))
            .toList());
  }

  private Map<String, Snapshot> standing(
      OwnedResources ownedResources, List<SnapshotEntry> ledger) {
    Map<String, Snapshot> standing = new HashMap<>();
    ownedResources.snapshots().forEach(snapshot -> standing.put(snapshot.id(), snapshot));
    if (request.policy() != DeletionPolicy.RETAIN) {
      for (String id : SnapshotLedger.ids(ledger, Origin.CREATED)) {
        if (!standing.containsKey(id)) {
          proven(inquiry.snapshot(id), id).ifPresent(snapshot -> standing.put(id, snapshot));
        }
      }
    }
    return standing;
  }

  private Optional<Plan> plan(
      Optional<Image> image, List<SnapshotEntry> ledger, Map<String, Snapshot> standing) {
    Usage usage = image.map(this::usage).orElseGet(Usage.Asking::new);
    Deletion.Facts facts =
        new Deletion.Facts(
            request.owner(), image, ledger, standing, usage, request.protection(), Holds.NONE);
    return Deletion.plan(
            image.isEmpty() && request.policy() == DeletionPolicy.DELETE ? withHolds(facts) : facts,
            request.policy(),
            request.guard(),
            inquiry.now())
        .map(plan -> image.flatMap(i -> fastLaunchOff(i, plan)).orElse(plan));
  }

  /** What EC2 prepared for fast launch is cleared away while there is an image to ask it for. */
  private Optional<Plan> fastLaunchOff(Image image, Plan plan) {
    boolean goes = plan.actions().stream().anyMatch(AwsAction.DeregisterImage.class::isInstance);
    if (!goes || !DesiredFastLaunch.isSupported(image)) {
      return Optional.empty();
    }
    return DesiredFastLaunch.disableBeforeDeregistration(
        image, inquiry.fastLaunch(image.id()), inquiry.now());
  }

  private Deletion.Facts withHolds(Deletion.Facts facts) {
    return facts.with(new HoldsLook(inquiry, this::going).at(Deletion.deletable(facts)));
  }

  /** Whether an image that EC2 shows is one that just went, or goes with the others. */
  private boolean going(Image image) {
    return (request.imageIds().contains(image.id()) && !request.owner().belongsToOther(image))
        || (request.owner().owns(image) && byItsName(image));
  }

  private Usage usage(Image image) {
    boolean needless =
        request.guard() == DeletionGuard.NONE || request.policy() == DeletionPolicy.RETAIN;
    if (needless) {
      return new Usage.Asking();
    }
    Observation<List<ImageReference>> references = inquiry.imageReferences(image.id());
    if (references instanceof Observation.Pending) {
      // The round of questions goes on, or a slow answer would be too old for the next.
      inquiry.value(references);
    }
    return Usage.of(references);
  }

  private Step confirm() {
    if (!namesakes.isEmpty()) {
      return new Step.Proceed(
          Plan.withoutActions(
              new ReadyState.Blocked(
                  Reason.NotOwned,
                  ("%s carries the tags of %s under another name, as a copy that was made with its"
                          + " tags does, and is left alone. Take the tag %s off it and its snapshots.")
                      .formatted(
                          namesakes.stream().map(Image::id).collect(Collectors.joining(", ")),
                          request.owner().resource(),
                          TagKeys.RESOURCE),
                  NAMESAKE)));
    }
    if (unproven.isEmpty()) {
      return new Step.Done();
    }
    return new Step.Proceed(
        Plan.withoutActions(
            new ReadyState.Reconciling(
                Reason.Deleting,
                "Making sure that nothing is left of %s.".formatted(String.join(", ", unproven)),
                CONFIRMING)));
  }
}
