package dev.amioperator.ec2;

import dev.amioperator.ec2.Timeline.Moment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a whole scan of a place showed: everything there that carries the cluster's tag.
 *
 * @param began when its first call was made
 */
record Census(
    Moment began,
    Map<String, Holdings> byOwner,
    Map<String, Image> imagesById,
    Map<String, Snapshot> snapshotsById) {

  static Census of(Moment began, List<Image> images, List<Snapshot> snapshots) {
    return new Census(
        began,
        byOwner(images, snapshots),
        images.stream().collect(Collectors.toMap(Image::id, Function.identity(), (a, b) -> b)),
        snapshots.stream()
            .collect(Collectors.toMap(Snapshot::id, Function.identity(), (a, b) -> b)));
  }

  /** An owner that is not in it holds nothing there. */
  Holdings of(String owner) {
    return byOwner.getOrDefault(owner, Holdings.NONE);
  }

  /** The snapshots that outlived their object. */
  List<Snapshot> released() {
    return snapshotsById.values().stream()
        .filter(snapshot -> snapshot.tags().containsKey(TagKeys.RELEASED))
        .toList();
  }

  /**
   * Sorts what was found by the owner's tag. Things without one are nobody's, and so are snapshots
   * that were released: their object is gone, and another may have its name.
   */
  static Map<String, Holdings> byOwner(List<Image> images, List<Snapshot> snapshots) {
    Map<String, List<Image>> imagesOf =
        images.stream()
            .filter(image -> image.tags().containsKey(TagKeys.RESOURCE))
            .collect(Collectors.groupingBy(image -> image.tags().get(TagKeys.RESOURCE)));
    Map<String, List<Snapshot>> snapshotsOf =
        snapshots.stream()
            .filter(snapshot -> snapshot.tags().containsKey(TagKeys.RESOURCE))
            .filter(snapshot -> !snapshot.tags().containsKey(TagKeys.RELEASED))
            .collect(Collectors.groupingBy(snapshot -> snapshot.tags().get(TagKeys.RESOURCE)));
    Map<String, Holdings> byOwner = new HashMap<>();
    imagesOf.forEach(
        (owner, held) ->
            byOwner.put(owner, new Holdings(held, snapshotsOf.getOrDefault(owner, List.of()))));
    snapshotsOf.forEach((owner, held) -> byOwner.putIfAbsent(owner, new Holdings(List.of(), held)));
    return byOwner;
  }
}
