package dev.amioperator.simulator.state;

import java.util.Set;
import java.util.TreeSet;

/** An AWS account. */
public final class Account {
  private final String id;
  private final Set<String> organizationPaths = new TreeSet<>();

  Account(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  /** ARNs of the organization and organizational units it belongs to; changeable. */
  public Set<String> organizationPaths() {
    return organizationPaths;
  }
}
