package dev.amioperator.copy.queue;

/**
 * Amount of image copies in progress, in both units that EC2 may count.
 *
 * @param images image copies
 * @param snapshots snapshots of these images
 */
record CopyLoad(int images, int snapshots) {
  static final CopyLoad NONE = new CopyLoad(0, 0);

  /** The load of an image copy with this many snapshots. */
  static CopyLoad ofImage(int snapshots) {
    return new CopyLoad(1, snapshots);
  }

  CopyLoad plus(CopyLoad other) {
    return new CopyLoad(images + other.images, snapshots + other.snapshots);
  }

  /** The higher number of images, and the higher number of snapshots. */
  CopyLoad max(CopyLoad other) {
    return new CopyLoad(Math.max(images, other.images), Math.max(snapshots, other.snapshots));
  }

  /** The lower number of images, and the lower number of snapshots. */
  CopyLoad min(CopyLoad other) {
    return new CopyLoad(Math.min(images, other.images), Math.min(snapshots, other.snapshots));
  }

  /** Whether neither images nor snapshots exceed those of the other load. */
  boolean within(CopyLoad other) {
    return images <= other.images && snapshots <= other.snapshots;
  }
}
