package dev.amioperator.deletion;

import dev.amioperator.ec2.SnapshotLock;
import java.util.List;
import java.util.Map;

/**
 * The images and locks that keep snapshots from being deleted, as far as they were read.
 *
 * @param imagesBySnapshot by snapshot id, the images that use it and are not deleted with it, also
 *     in the Recycle Bin; no entry if there is none
 * @param locksBySnapshot by snapshot id, the lock in force
 */
public record SnapshotBlockers(
    Map<String, List<String>> imagesBySnapshot, Map<String, SnapshotLock> locksBySnapshot) {
  public static final SnapshotBlockers NONE = new SnapshotBlockers(Map.of(), Map.of());

  public SnapshotBlockers {
    imagesBySnapshot = Map.copyOf(imagesBySnapshot);
    locksBySnapshot = Map.copyOf(locksBySnapshot);
  }
}
