package dev.amioperator.deletion;

import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.ObservationSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the images and snapshots that a deleted owner has left in EC2. */
final class RemainingResources {
  private final ObservationSession session;
  private final FinalizerPlanner.Request request;
  private final Duration gracePeriod;
  private final OwnedResources owned;
  private final List<Image> images = new ArrayList<>();
  private final List<Image> imagesUnderOtherNames = new ArrayList<>();
  private final List<String> unconfirmed = new ArrayList<>();
  private Optional<Instant> confirmableAt = Optional.empty();

  /** Reads the images at once, the snapshots when they are needed. */
  RemainingResources(
      ObservationSession session, FinalizerPlanner.Request request, Duration gracePeriod) {
    this.session = session;
    this.request = request;
    this.gracePeriod = gracePeriod;
    this.owned = session.get(OwnedResourceQueries.byOwner(session.owner()));
    readImages();
  }

  /** The owner's images, and recorded images that lost its tags. */
  List<Image> images() {
    return images;
  }

  /** Images that carry the owner's tags but were not created for it. */
  List<Image> imagesUnderOtherNames() {
    return imagesUnderOtherNames;
  }

  /** Images and snapshots that EC2 does not show, but not for long enough to count as gone. */
  List<String> unconfirmed() {
    return unconfirmed;
  }

  /** When a read can confirm that the last of them is gone, at the earliest. */
  Optional<Instant> confirmableAt() {
    return confirmableAt;
  }

  /** The recorded snapshots, completed by those that EC2 shows now and created for the images. */
  List<SnapshotEntry> ledger() {
    List<SnapshotEntry> ledger =
        SnapshotLedger.of(request.recordedSnapshots(), Optional.empty(), List.of());
    for (Image image : images) {
      ledger = SnapshotLedger.of(ledger, Optional.of(image), List.of());
    }
    return SnapshotLedger.of(
        ledger, Optional.empty(), owned.snapshots().stream().filter(this::isCreated).toList());
  }

  /**
   * Whether a snapshot was created for the owner's images, or handed over. Its tags do not prove
   * that: they travel with copies, and with the tags of volumes.
   */
  private boolean isCreated(Snapshot snapshot) {
    return request.handedOverSnapshots().contains(snapshot.id())
        || request.imageIds().stream().anyMatch(snapshot::madeFor)
        || images.stream().anyMatch(snapshot::createdWith);
  }

  /** The ids of snapshots with the owner's tags that are not in the ledger, and stay in EC2. */
  List<String> unprovenSnapshots(List<SnapshotEntry> ledger) {
    List<String> created = SnapshotLedger.ids(ledger, Origin.CREATED);
    return owned.snapshots().stream()
        .map(Snapshot::id)
        .filter(id -> !created.contains(id))
        .sorted()
        .toList();
  }

  /** The Created snapshots of the ledger that EC2 still shows, by id. */
  Map<String, Snapshot> liveSnapshots(List<SnapshotEntry> ledger) {
    List<String> created = SnapshotLedger.ids(ledger, Origin.CREATED);
    Map<String, Snapshot> live = new HashMap<>();
    owned.snapshots().stream()
        .filter(snapshot -> created.contains(snapshot.id()))
        .forEach(snapshot -> live.put(snapshot.id(), snapshot));
    if (request.deregisters()) {
      List<String> untagged = created.stream().filter(id -> !live.containsKey(id)).toList();
      session
          .getAll(untagged, SnapshotQueries::byId)
          .forEach(
              (id, presence) ->
                  foundOrUnconfirmed(presence, id).ifPresent(found -> live.put(id, found)));
    }
    return live;
  }

  private void readImages() {
    owned.images().stream()
        .filter(Image::registered)
        .forEach(image -> (request.matches(image) ? images : imagesUnderOtherNames).add(image));
    List<String> missing =
        request.imageIds().stream()
            .filter(id -> images.stream().noneMatch(image -> image.id().equals(id)))
            .toList();
    session
        .getAll(missing, ImageQueries::byId)
        .forEach(
            (id, presence) ->
                foundOrUnconfirmed(presence, id)
                    .filter(Image::registered)
                    .filter(image -> !request.owner().belongsToOther(image))
                    .ifPresent(images::add));
    if (images.isEmpty()) {
      request.recordedName().ifPresent(this::checkRecordedName);
    }
  }

  /** Checks for an image that was created although its id was never recorded. */
  private void checkRecordedName(String name) {
    foundOrUnconfirmed(session.get(ImageQueries.byName(name)), "an image named \"" + name + "\"")
        .filter(request.owner()::owns)
        .ifPresent(image -> unconfirmed.add(image.id()));
  }

  private <T> Optional<T> foundOrUnconfirmed(Presence<T> presence, String resource) {
    if (presence.found().isEmpty()
        && !presence.provenAbsent(session.oldestObservedAt(), gracePeriod)) {
      unconfirmed.add(resource);
      confirmableAt =
          Stream.concat(confirmableAt.stream(), presence.absenceProvableAt(gracePeriod).stream())
              .max(Comparator.naturalOrder());
    }
    return presence.found();
  }
}
