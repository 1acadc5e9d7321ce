package dev.amioperator.image;

import dev.amioperator.ownership.WatchedNamespaces;

/**
 * Namespaces whose ConfigMaps the operator may read; in others the API server is not asked.
 *
 * @param enabled whether ConfigMaps are read at all
 */
public record ConfigMapAccess(boolean enabled, WatchedNamespaces namespaces) {
  /** Whether the operator may read the ConfigMaps of a namespace. */
  public boolean granted(String namespace) {
    return enabled && namespaces.contains(namespace);
  }
}
