package dev.amioperator.deletion;

import dev.amioperator.ec2.SnapshotLock;
import java.util.List;
import java.util.Map;

/**
 * What keeps snapshots from being deleted, as far as it was looked at.
 *
 * @param users by snapshot id, the images that use it and do not go with it; none: no entry
 * @param locks by snapshot id, the lock that is in force on it
 */
public record Holds(Map<String, List<String>> users, Map<String, SnapshotLock> locks) {
  public static final Holds NONE = new Holds(Map.of(), Map.of());

  public Holds {
    users = Map.copyOf(users);
    locks = Map.copyOf(locks);
  }
}
