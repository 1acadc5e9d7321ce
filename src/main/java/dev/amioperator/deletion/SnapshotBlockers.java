package dev.amioperator.deletion;

import dev.amioperator.ec2.SnapshotLock;
import java.util.List;
import java.util.Map;

/**
 * What keeps snapshots from being deleted, as far as it was looked at.
 *
 * @param imagesBySnapshot by snapshot id, the images that use it and do not go with it; none: no
 *     entry
 * @param locksBySnapshot by snapshot id, the lock that is in force on it
 */
public record SnapshotBlockers(
    Map<String, List<String>> imagesBySnapshot, Map<String, SnapshotLock> locksBySnapshot) {
  public static final SnapshotBlockers NONE = new SnapshotBlockers(Map.of(), Map.of());

  public SnapshotBlockers {
    imagesBySnapshot = Map.copyOf(imagesBySnapshot);
    locksBySnapshot = Map.copyOf(locksBySnapshot);
  }
}
