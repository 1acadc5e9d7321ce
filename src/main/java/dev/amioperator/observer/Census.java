package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Timeline.Moment;
import dev.amioperator.ownership.TagKeys;
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

  static Census of(String region, Moment began, List<Image> images, List<Snapshot> snapshots) {
    return new Census(
        began,
        Holdings.byOwner(region, images, snapshots),
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
}
