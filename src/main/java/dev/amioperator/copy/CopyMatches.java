package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.ownership.ImagePrecedence;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The images with an AmiCopy's tags in a region, by source and state.
 *
 * @param current the copy of the desired source
 * @param duplicates further copies of the same source: reported and never deleted by guess
 * @param superseded copies of other sources
 * @param failed copies of the desired source that EC2 failed to create
 * @param failedSuperseded copies of other sources that EC2 failed to create
 */
record CopyMatches(
    Optional<Image> current,
    List<Image> duplicates,
    List<Image> superseded,
    List<Image> failed,
    List<Image> failedSuperseded) {

  static CopyMatches of(CopyTarget target, OwnedResources ownedResources) {
    List<Image> owned =
        ownedResources.images().stream()
            .filter(target.desired().owner()::owns)
            .filter(Image::registered)
            .sorted(ImagePrecedence.of(target.recordedImageId()))
            .toList();
    String source = target.sourceId().hash();
    Predicate<Image> desired = image -> source.equals(image.tags().get(TagKeys.SOURCE));
    Predicate<Image> failed = image -> image.state().failed();
    List<Image> copies = owned.stream().filter(desired.and(failed.negate())).toList();
    return new CopyMatches(
        copies.stream().findFirst(),
        copies.stream().skip(1).toList(),
        owned.stream().filter(desired.or(failed).negate()).toList(),
        owned.stream().filter(desired.and(failed)).toList(),
        owned.stream().filter(failed.and(desired.negate())).toList());
  }

  /** Whether no image is a copy of the desired source, failed or not. */
  boolean isEmpty() {
    return current.isEmpty() && failed.isEmpty();
  }

  /**
   * Whether the source is to be read: no copy of it exists, or one that failed because of a key.
   */
  boolean dependsOnSource(OwnedResources owned) {
    return isEmpty()
        || current.isEmpty()
            && KeyFailure.isKeyFailure(failed.getFirst(), snapshotsOf(failed.getFirst(), owned));
  }

  /** The images that EC2 failed to create, whatever their source. */
  List<Image> allFailed() {
    return Stream.concat(failed.stream(), failedSuperseded.stream()).toList();
  }

  /** The snapshots with the owner's tags that EC2 created with an image. */
  static List<Snapshot> snapshotsOf(Image image, OwnedResources ownedResources) {
    return ownedResources.snapshots().stream().filter(s -> s.createdWith(image)).toList();
  }
}
