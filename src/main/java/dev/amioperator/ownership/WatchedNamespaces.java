package dev.amioperator.ownership;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Namespaces whose objects an installation reconciles.
 *
 * @param names empty: every namespace
 */
public record WatchedNamespaces(Set<String> names) {
  /** Every namespace of the cluster. */
  public static final WatchedNamespaces ALL = new WatchedNamespaces(Set.of());

  public WatchedNamespaces {
    names = Set.copyOf(names);
  }

  /** The namespaces of a configured list; an empty list means every namespace. */
  public static WatchedNamespaces of(Collection<String> names) {
    return new WatchedNamespaces(Set.copyOf(names));
  }

  /** Whether this is a cluster-wide installation. */
  public boolean all() {
    return names.isEmpty();
  }

  /** Whether objects of a namespace are reconciled. */
  public boolean contains(String namespace) {
    return all() || names.contains(namespace);
  }

  /** Whether both have a namespace in common. */
  public boolean overlaps(WatchedNamespaces other) {
    return all() || other.all() || names.stream().anyMatch(other.names::contains);
  }

  /** Whether this includes all of the other namespaces. */
  public boolean covers(WatchedNamespaces other) {
    return all() || !other.all() && names.containsAll(other.names);
  }

  /** The common namespaces. */
  public WatchedNamespaces intersect(WatchedNamespaces other) {
    if (all()) {
      return other;
    }
    Set<String> common = new TreeSet<>(names);
    if (!other.all()) {
      common.retainAll(other.names);
    }
    return new WatchedNamespaces(common);
  }

  /** The namespaces for a message to a user. */
  @Override
  public String toString() {
    return all() ? "every namespace" : "namespace " + String.join(", ", new TreeSet<>(names));
  }
}
