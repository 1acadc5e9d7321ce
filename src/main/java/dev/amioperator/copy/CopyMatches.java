package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.ownership.ImagePrecedence;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Optional;

/**
 * The images in one place that carry an AmiCopy's tags, by what they are to the wanted source.
 *
 * @param current the copy of the wanted source
 * @param duplicates further copies of the same source: reported, never a guess which to delete
 * @param superseded copies of other sources
 * @param failed copies of the wanted source that EC2 could not make
 * @param failedSuperseded the same of other sources
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
    List<Image> wanted =
        owned.stream()
            .filter(image -> isCopyOf(target.sourceId(), image) && !image.state().failed())
            .toList();
    return new CopyMatches(
        wanted.stream().findFirst(),
        wanted.stream().skip(1).toList(),
        owned.stream().filter(i -> !isCopyOf(target.sourceId(), i) && !i.state().failed()).toList(),
        owned.stream().filter(i -> isCopyOf(target.sourceId(), i) && i.state().failed()).toList(),
        owned.stream().filter(i -> !isCopyOf(target.sourceId(), i) && i.state().failed()).toList());
  }

  /** Whether no image is a copy of the wanted source, failed or not. */
  boolean isEmpty() {
    return current.isEmpty() && failed.isEmpty();
  }

  /** The snapshots with the owner's tags that belong to {@code image}. */
  static List<Snapshot> snapshotsOf(Image image, OwnedResources ownedResources) {
    return ownedResources.snapshots().stream()
        .filter(snapshot -> snapshot.belongsTo(image))
        .toList();
  }

  private static boolean isCopyOf(SourceId source, Image image) {
    return source.hash().equals(image.tags().get(TagKeys.SOURCE));
  }
}
