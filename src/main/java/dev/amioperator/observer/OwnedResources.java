package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.MadeAs;
import dev.amioperator.ownership.TagKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The images and snapshots of a region that carry an owner's tag. */
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
   * Groups images and snapshots by the owner's tag. Without that tag they have no owner, nor do
   * snapshots that were released: their object is gone, and another may have its name. Images that
   * others copied along with our tags are left out, and so are the snapshots that were made with
   * them.
   */
  public static Map<String, OwnedResources> byOwner(
      String region, List<Image> images, List<Snapshot> snapshots) {
    Map<Boolean, List<Image>> copiedByOthers =
        images.stream()
            .collect(Collectors.partitioningBy(image -> MadeAs.contradictedBy(image, region)));
    List<Image> ours = copiedByOthers.get(false);
    List<Image> foreign = copiedByOthers.get(true);
    Map<String, List<Image>> imagesOf =
        ours.stream()
            .filter(image -> image.tags().containsKey(TagKeys.RESOURCE))
            .collect(Collectors.groupingBy(image -> image.tags().get(TagKeys.RESOURCE)));
    Map<String, List<Snapshot>> snapshotsOf =
        snapshots.stream()
            .filter(snapshot -> snapshot.tags().containsKey(TagKeys.RESOURCE))
            .filter(snapshot -> !snapshot.tags().containsKey(TagKeys.RELEASED))
            .filter(snapshot -> !MadeAs.contradictedBy(snapshot, region))
            .filter(
                snapshot ->
                    foreign.stream().noneMatch(snapshot::belongsTo)
                        || ours.stream().anyMatch(snapshot::belongsTo))
            .collect(Collectors.groupingBy(snapshot -> snapshot.tags().get(TagKeys.RESOURCE)));
    Map<String, OwnedResources> byOwner = new HashMap<>();
    imagesOf.forEach(
        (owner, held) ->
            byOwner.put(
                owner, new OwnedResources(held, snapshotsOf.getOrDefault(owner, List.of()))));
    snapshotsOf.forEach(
        (owner, held) -> byOwner.putIfAbsent(owner, new OwnedResources(List.of(), held)));
    return byOwner;
  }
}
