package dev.amioperator.simulator.state;

import java.util.Set;
import java.util.TreeSet;

/** Whom an owner lets use an image (launch permission) or a snapshot (create volume permission). */
public final class Permissions {
  private boolean everyone;
  private final Set<String> accountIds = new TreeSet<>();
  private final Set<String> organizationArns = new TreeSet<>();
  private final Set<String> organizationalUnitArns = new TreeSet<>();

  /** Shared with the group {@code all}. */
  public boolean everyone() {
    return everyone;
  }

  public void everyone(boolean shared) {
    everyone = shared;
  }

  /** Accounts it is shared with; changeable. */
  public Set<String> accountIds() {
    return accountIds;
  }

  /** Organizations it is shared with; changeable, images only. */
  public Set<String> organizationArns() {
    return organizationArns;
  }

  /** Organizational units it is shared with; changeable, images only. */
  public Set<String> organizationalUnitArns() {
    return organizationalUnitArns;
  }

  /** How many entities it is shared with; EC2 allows 1,000. */
  public int size() {
    return accountIds.size()
        + organizationArns.size()
        + organizationalUnitArns.size()
        + (everyone ? 1 : 0);
  }

  /** Whether these permissions let an account in, given what it belongs to. */
  public boolean allows(String accountId, Set<String> organizationPaths) {
    return everyone
        || accountIds.contains(accountId)
        || organizationPaths.stream()
            .anyMatch(
                arn -> organizationArns.contains(arn) || organizationalUnitArns.contains(arn));
  }

  /** Takes every permission away, as DisableImage does. */
  public void clear() {
    everyone = false;
    accountIds.clear();
    organizationArns.clear();
    organizationalUnitArns.clear();
  }
}
