package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.MadeAsTag;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An owner's images and snapshots in a region, by tag. */
public record OwnedResources(List<Image> images, List<Snapshot> snapshots) {
  public static final OwnedResources NONE = new OwnedResources(List.of(), List.of());

  public OwnedResources {
    images = List.copyOf(images);
    snapshots = List.copyOf(snapshots);
  }

  public boolean isEmpty() {
    return images.isEmpty() && snapshots.isEmpty();
  }

  /**
   * Groups images and snapshots by the owner's tag. Resources without the tag have no owner, nor do
   * released snapshots: their object is gone, and another may have its name. Left out are images
   * that others copied with the operator's tags, and the snapshots of those images.
   */
  public static Map<String, OwnedResources> byOwner(
      String region, List<Image> images, List<Snapshot> snapshots) {
    Map<Boolean, List<Image>> copiedByOthers =
        images.stream()
            .collect(Collectors.partitioningBy(image -> MadeAsTag.contradictedBy(image, region)));
    List<Image> own = copiedByOthers.get(false);
    List<Image> foreign = copiedByOthers.get(true);
    Map<String, List<Image>> imagesOf = groupByOwner(own.stream(), Image::tags);
    Map<String, List<Snapshot>> snapshotsOf =
        groupByOwner(
            snapshots.stream()
                .filter(snapshot -> !snapshot.tags().containsKey(TagKeys.RELEASED))
                .filter(snapshot -> !MadeAsTag.contradictedBy(snapshot, region))
                .filter(
                    snapshot ->
                        foreign.stream().noneMatch(snapshot::belongsTo)
                            || own.stream().anyMatch(snapshot::belongsTo)),
            Snapshot::tags);
    return Stream.concat(imagesOf.keySet().stream(), snapshotsOf.keySet().stream())
        .distinct()
        .collect(
            Collectors.toMap(
                Function.identity(),
                owner ->
                    new OwnedResources(
                        imagesOf.getOrDefault(owner, List.of()),
                        snapshotsOf.getOrDefault(owner, List.of()))));
  }

  private static <T> Map<String, List<T>> groupByOwner(
      Stream<T> resources, Function<T, Map<String, String>> tags) {
    return resources
        .filter(resource -> tags.apply(resource).containsKey(TagKeys.RESOURCE))
        .collect(Collectors.groupingBy(resource -> tags.apply(resource).get(TagKeys.RESOURCE)));
  }
}
