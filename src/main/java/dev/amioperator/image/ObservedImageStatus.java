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

/** Derives the image fields of a status from what EC2 shows of the image. Pure. */
record ObservedImageStatus(
    AmiImageStatus previousStatus,
    DesiredImage desired,
    RecordedImage recorded,
    ObservedImage observed,
    ExecutionResult result) {
  /** The fields; empty when EC2 shows nothing new of the image. */
  Optional<ImageStatusFields> fields(CurrentImage currentImage) {
    ImageStatusFields previous = ImageStatusFields.of(previousStatus);
    return switch (currentImage) {
      case CurrentImage.Owned(Image image, _) -> Optional.of(current(previous, image, image.id()));
      case CurrentImage.Untagged(Image image) ->
          Optional.of(current(previous, image, idOfUntagged(image)));
      case CurrentImage.Failed(Image image) -> Optional.of(failed(previous, image));
      case CurrentImage.Pinned(Image image, Optional<Image> newer) ->
          Optional.of(pinned(previous, image, newer));
      case CurrentImage.Unresolved _ ->
          Optional.of(previous.withImage(null, null, null, null, null));
      case CurrentImage.Gone _ -> Optional.of(gone(previous));
      case CurrentImage.None _ -> Optional.of(missing(previous));
      case CurrentImage.NotVisible _, CurrentImage.SourceMismatch _ -> Optional.empty();
    };
  }

  /** An image is not the object's until it has the tags, so that a deletion leaves it alone. */
  private String idOfUntagged(Image image) {
    return desired.source().observesOnly() ? image.id() : previousStatus.imageId();
  }

  private ImageStatusFields current(ImageStatusFields previous, Image image, String imageId) {
    boolean owned = !desired.source().observesOnly();
    return previous
        .withImage(
            imageId,
            image.name(),
            image.state().value(),
            owned ? snapshotLedger(image) : null,
            owned ? managedTagKeys() : null)
        .withManagedFields(
            owned
                ? desired.optionalFields().toRecord(recorded.managedFields(), !result.changed())
                : null);
  }

  private ImageStatusFields failed(ImageStatusFields previous, Image image) {
    return previous.withImage(
        recorded.wasUsable(image) ? image.id() : null,
        desired.imageName(),
        image.state().value(),
        snapshotLedger(image),
        previous.managedTagKeys());
  }

  private ImageStatusFields gone(ImageStatusFields previous) {
    Optional<String> created = result.createdImageId();
    return previous.withImage(
        created.orElse(previous.imageId()),
        previous.imageName(),
        previous.imageId() == null || created.isPresent() ? null : ImageEvents.GONE,
        previous.snapshots(),
        previous.managedTagKeys());
  }

  /**
   * The state and ledger of a failed image are kept until its snapshots are deleted, which the next
   * image waits for; it does not inherit them.
   */
  private ImageStatusFields missing(ImageStatusFields previous) {
    boolean cleared =
        new FailedImageCleanup(desired, recorded, observed).leftoverSnapshotIds().isEmpty();
    return previous.withImage(
        result.createdImageId().orElse(null),
        desired.imageName(),
        cleared ? null : previous.state(),
        cleared ? existingSnapshots() : previous.snapshots(),
        previous.managedTagKeys());
  }

  private List<SnapshotEntry> existingSnapshots() {
    Set<String> ids =
        observed.ownedResources().snapshots().stream()
            .map(Snapshot::id)
            .collect(Collectors.toSet());
    return recorded.snapshots().stream().filter(entry -> ids.contains(entry.snapshotId())).toList();
  }

  /** The previous image is recorded once the object follows to another image. */
  private ImageStatusFields pinned(ImageStatusFields previous, Image image, Optional<Image> newer) {
    boolean followed = recorded.imageId().filter(id -> !id.equals(image.id())).isPresent();
    return previous
        .withImage(image.id(), image.name(), image.state().value(), null, null)
        .withLookup(
            newer.map(Image::id).orElse(null),
            followed ? previous.imageId() : previous.previousImageId());
  }

  private List<SnapshotEntry> snapshotLedger(Image image) {
    return SnapshotLedger.of(
        recorded.snapshots(), Optional.of(image), observed.createdWith(image, desired));
  }

  /** Tag keys that are still to be removed stay recorded until they are. */
  private List<String> managedTagKeys() {
    Set<String> keys = new TreeSet<>(desired.attributes().tagKeysToRecord());
    if (result.changed()) {
      keys.addAll(recorded.managedTagKeys());
    }
    return List.copyOf(keys);
  }
}
