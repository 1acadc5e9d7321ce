package dev.amioperator.simulator.state;

import java.util.Set;
import java.util.TreeSet;

/** Launch permissions of an image or create volume permissions of a snapshot. */
public final class Permissions {
  private boolean everyone;
  private final Set<String> accountIds = new TreeSet<>();
  private final Set<String> organizationArns = new TreeSet<>();
  private final Set<String> organizationalUnitArns = new TreeSet<>();

  /** Permissions for the group {@code all}, for snapshots and images. */
  public boolean everyone() {
    return everyone;
  }

  /** Sets or removes the permission for the group {@code all}, on an image or snapshot. */
  public void everyone(boolean shared) {
    everyone = shared;
  }

  /** Mutable set of AWS accounts with permission. */
  public Set<String> accountIds() {
    return accountIds;
  }

  /** Mutable set of AWS organizations with permission, for images only. */
  public Set<String> organizationArns() {
    return organizationArns;
  }

  /** Mutable set of organizational units with permission, for images only. */
  public Set<String> organizationalUnitArns() {
    return organizationalUnitArns;
  }

  /** Number of entities with permission; EC2 allows 1,000. */
  public int size() {
    return accountIds.size()
        + organizationArns.size()
        + organizationalUnitArns.size()
        + (everyone ? 1 : 0);
  }

  /** Whether an AWS account has permission, through itself or its organization. */
  public boolean allows(String accountId, Set<String> organizationPaths) {
    return everyone
        || accountIds.contains(accountId)
        || organizationPaths.stream()
            .anyMatch(
                arn -> organizationArns.contains(arn) || organizationalUnitArns.contains(arn));
  }

  /** Removes every permission, as DisableImage does. */
  public void clear() {
    everyone = false;
    accountIds.clear();
    organizationArns.clear();
    organizationalUnitArns.clear();
  }
}
