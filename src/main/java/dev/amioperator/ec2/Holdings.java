package dev.amioperator.ec2;

import java.util.List;

/** The images and snapshots of a place that carry one owner's tag. */
public record Holdings(List<Image> images, List<Snapshot> snapshots) {
  public static final Holdings NONE = new Holdings(List.of(), List.of());

  public Holdings {
    images = List.copyOf(images);
    snapshots = List.copyOf(snapshots);
  }

  public boolean isEmpty() {
    return images.isEmpty() && snapshots.isEmpty();
  }
}
