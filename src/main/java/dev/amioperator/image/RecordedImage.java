package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.api.v1alpha1.BuildStatusBuilder;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.attributes.RemovedFields;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Annotations;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Image of an AmiImage, as its status and annotations record it.
 *
 * @param accountId the account that the object is pinned to
 * @param imageId the image at the last reconcile
 * @param imageName the name of the image that exists, or is being created
 * @param state the state of the image at the last reconcile
 * @param snapshots the snapshot ledger
 * @param managedTagKeys the user's tag keys that were set before
 * @param managedFields optional fields that have set something in EC2: see {@link RemovedFields}
 * @param build the latest build
 * @param recreateId the image, or the build instance, that may be replaced: an annotation
 */
record RecordedImage(
    Optional<String> accountId,
    Optional<String> imageId,
    Optional<String> imageName,
    Optional<String> state,
    List<SnapshotEntry> snapshots,
    Set<String> managedTagKeys,
    Set<String> managedFields,
    Optional<BuildStatus> build,
    Optional<String> recreateId) {
  static RecordedImage of(AmiImage resource) {
    Optional<AmiImageStatus> status = Optional.ofNullable(resource.getStatus());
    return new RecordedImage(
        status.map(AmiImageStatus::accountId),
        status.map(AmiImageStatus::imageId),
        status.map(AmiImageStatus::imageName),
        status.map(AmiImageStatus::state),
        status.map(AmiImageStatus::snapshots).map(List::copyOf).orElse(List.of()),
        status.map(AmiImageStatus::managedTagKeys).map(Set::copyOf).orElse(Set.of()),
        status.map(AmiImageStatus::managedFields).map(Set::copyOf).orElse(Set.of()),
        status.map(AmiImageStatus::build).map(RecordedImage::withReadableTimes),
        Annotations.recreate(resource));
  }

  /** The build without times that cannot be read, as after an edit of the status by hand. */
  private static BuildStatus withReadableTimes(BuildStatus build) {
    return BuildStatusBuilder.builder(build)
        .launchedAt(readable(build.launchedAt()))
        .endedAt(readable(build.endedAt()))
        .build();
  }

  private static String readable(String time) {
    try {
      return time == null ? null : Instant.parse(time).toString();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /**
   * Whether the status records already that an image of the desired name is being created. EC2 is
   * called only then, so that a deletion can find the image.
   */
  boolean announces(DesiredImage desired) {
    return accountId.isPresent()
        && (!desired.source().createsImage() || imageName.equals(Optional.of(desired.imageName())));
  }

  /** The image id to read from EC2 when no image carries the object's tags. */
  Optional<String> idToObserve(DesiredImage desired) {
    return desired.source().imageId().or(() -> imageId);
  }

  /**
   * The image to restore from the Recycle Bin if it was deregistered outside the operator: it had
   * the object's tags, and no user requested to replace it.
   */
  Optional<String> imageToRestore(DesiredImage desired) {
    return imageId
        .filter(id -> !desired.source().observesOnly() && idToObserve(desired).equals(imageId))
        .filter(id -> !recreateId.equals(imageId))
        .filter(id -> !rebuilding());
  }

  /**
   * Whether the operator may have created an image beside the recorded one: none is recorded, or it
   * may be recreated. Otherwise another image of the name was copied or restored by others.
   */
  boolean mayRecreate(DesiredImage desired) {
    return imageId.isEmpty()
        || desired.source().recreatable()
        || recreateId.equals(imageId)
        || rebuilding();
  }

  /** Whether a build is recorded that has not created its image yet. */
  boolean rebuilding() {
    return build.filter(latest -> latest.imageId() == null).isPresent();
  }

  /** Whether a failed image was available before, as the object's. */
  boolean wasUsable(Image image) {
    return imageId.equals(Optional.of(image.id()))
        && state
            .filter(value -> !value.equals(Image.State.PENDING.value()))
            .filter(value -> !value.equals(Image.State.TRANSIENT.value()))
            .isPresent();
  }
}
