package dev.amioperator.ec2;

import java.util.Set;
import java.util.TreeSet;

/**
 * Who besides the owner may launch an image (DescribeImageAttribute, launchPermission).
 *
 * @param everyone the group {@code all}: the image is public
 * @param others organisations and organisational units, which are shown but not managed yet
 */
public record LaunchPermissions(boolean everyone, Set<String> accountIds, Set<String> others) {
  public static final LaunchPermissions NONE = new LaunchPermissions(false, Set.of(), Set.of());

  public LaunchPermissions {
    accountIds = Set.copyOf(accountIds);
    others = Set.copyOf(others);
  }

  /** What is here and not in {@code other}: what to add to get from there to here. */
  public LaunchPermissions minus(LaunchPermissions other) {
    Set<String> ids = new TreeSet<>(accountIds);
    ids.removeAll(other.accountIds);
    Set<String> arns = new TreeSet<>(others);
    arns.removeAll(other.others);
    return new LaunchPermissions(everyone && !other.everyone, ids, arns);
  }

  public boolean isEmpty() {
    return !everyone && accountIds.isEmpty() && others.isEmpty();
  }
}
