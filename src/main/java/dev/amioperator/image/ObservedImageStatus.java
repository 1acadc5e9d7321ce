package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.ExecutionResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Derives what a status tells of the image from what EC2 shows of it. Pure. */
record ObservedImageStatus(
    AmiImageStatus previousStatus,
    DesiredImage desired,
    RecordedImage recorded,
    ObservedImage observed,
    ExecutionResult executionResult) {
  /** The fields; empty when nothing new is known of the image. */
  Optional<ImageStatusFields> fields(CurrentImage currentImage) {
    return switch (currentImage) {
      case CurrentImage.Owned(Image image, var others) -> Optional.of(current(image, image.id()));
      case CurrentImage.Untagged(Image image) -> Optional.of(current(image, idOfUntagged(image)));
      case CurrentImage.Failed(Image image) -> Optional.of(failed(image));
      case CurrentImage.Pinned(Image image, var newer) -> Optional.of(pinned(image, newer));
      case CurrentImage.Unresolved unresolved ->
          Optional.of(previous().withImage(null, null, null, null, null));
      case CurrentImage.Gone gone -> Optional.of(gone());
      case CurrentImage.None none -> Optional.of(missing());
      case CurrentImage.NotVisible notVisible -> Optional.empty();
      case CurrentImage.SourceMismatch other -> Optional.empty();
    };
  }

  private ImageStatusFields previous() {
    return ImageStatusFields.of(previousStatus);
  }

  /** An image to be adopted is not the object's until it carries its tags; a deletion leaves it. */
  private String idOfUntagged(Image image) {
    return desired.source().observesOnly() ? image.id() : previousStatus.imageId();
  }

  private ImageStatusFields current(Image image, String imageId) {
    return desired.source().observesOnly()
        ? previous().withImage(imageId, image.name(), image.state().value(), null, null)
        : previous()
            .withImage(
                imageId,
                image.name(),
                image.state().value(),
                snapshotLedger(image, observed.snapshotsOf(image)),
                managedTagKeys());
  }

  private ImageStatusFields failed(Image image) {
    return previous()
        .withImage(
            recorded.wasUsable(image) ? image.id() : null,
            desired.imageName(),
            image.state().value(),
            snapshotLedger(image, observed.ownedResources().snapshots()),
            previousStatus.managedTagKeys());
  }

  private ImageStatusFields gone() {
    Optional<String> created = executionResult.createdImageId();
    return previous()
        .withImage(
            created.orElse(previousStatus.imageId()),
            previousStatus.imageName(),
            previousStatus.imageId() == null || created.isPresent() ? null : ImageEvents.GONE,
            previousStatus.snapshots(),
            previousStatus.managedTagKeys());
  }

  /** The state of a failed image stays until nothing is left of it: the next image has to wait. */
  private ImageStatusFields missing() {
    boolean cleared =
        new FailedImageCleanup(desired, recorded, observed).leftoverSnapshotIds().isEmpty();
    return previous()
        .withImage(
            executionResult.createdImageId().orElse(null),
            desired.imageName(),
            cleared ? null : previousStatus.state(),
            cleared ? existingSnapshots() : previousStatus.snapshots(),
            previousStatus.managedTagKeys());
  }

  /** The ledger without the snapshots of a failed image: the next image does not inherit them. */
  private List<SnapshotEntry> existingSnapshots() {
    Set<String> ids =
        observed.ownedResources().snapshots().stream()
            .map(Snapshot::id)
            .collect(Collectors.toSet());
    return recorded.snapshots().stream().filter(entry -> ids.contains(entry.snapshotId())).toList();
  }

  /** The image before is remembered once the object follows to another image. */
  private ImageStatusFields pinned(Image image, Optional<Image> newer) {
    boolean followed = recorded.imageId().filter(id -> !id.equals(image.id())).isPresent();
    return previous()
        .withImage(image.id(), image.name(), image.state().value(), null, null)
        .withLookup(
            newer.map(Image::id).orElse(null),
            followed ? previousStatus.imageId() : previousStatus.previousImageId());
  }

  private List<SnapshotEntry> snapshotLedger(Image image, List<Snapshot> owned) {
    return SnapshotLedger.of(recorded.snapshots(), Optional.of(image), owned);
  }

  /** Keys that are still to be removed are remembered until they are. */
  private List<String> managedTagKeys() {
    Set<String> keys = new TreeSet<>(desired.attributes().tagKeysToRecord());
    if (executionResult.changed()) {
      keys.addAll(recorded.managedTagKeys());
    }
    return List.copyOf(keys);
  }
}
