package dev.amioperator.ec2;

import java.util.Set;
import java.util.TreeSet;

/**
 * Accounts and organizations that may launch an image (launchPermission).
 *
 * @param everyone the group {@code all}: the image is public
 * @param arns of organizations and organizational units
 */
public record LaunchPermissions(boolean everyone, Set<String> accountIds, Set<String> arns) {
  public static final LaunchPermissions NONE = new LaunchPermissions(false, Set.of(), Set.of());

  public LaunchPermissions {
    accountIds = Set.copyOf(accountIds);
    arns = Set.copyOf(arns);
  }

  /** The launch permissions that {@code other} lacks. */
  public LaunchPermissions minus(LaunchPermissions other) {
    Set<String> ids = new TreeSet<>(accountIds);
    ids.removeAll(other.accountIds);
    Set<String> more = new TreeSet<>(arns);
    more.removeAll(other.arns);
    return new LaunchPermissions(everyone && !other.everyone, ids, more);
  }

  public boolean isEmpty() {
    return !everyone && accountIds.isEmpty() && arns.isEmpty();
  }
}
