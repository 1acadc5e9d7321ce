package dev.amioperator.simulator.state;

import java.util.Set;
import java.util.TreeSet;

/** AWS account. */
public final class Account {
  private final String id;
  private final Set<String> organizationPaths = new TreeSet<>();

  Account(String id) {
    this.id = id;
  }

  /** Id of the AWS account. */
  public String id() {
    return id;
  }

  /** Mutable set of ARNs of the AWS organization and organizational units. */
  public Set<String> organizationPaths() {
    return organizationPaths;
  }
}
