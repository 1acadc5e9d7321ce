package dev.amioperator.retention;

import dev.amioperator.ownership.WatchedNamespaces;

/**
 * Namespaces in which the operator may write ConfigMaps; in others the API server is not asked.
 *
 * @param enabled whether ConfigMaps are written at all
 */
public record PolicyConfigMapAccess(boolean enabled, WatchedNamespaces namespaces) {
  /** Whether the operator may write the ConfigMaps of a namespace. */
  boolean granted(String namespace) {
    return enabled && namespaces.contains(namespace);
  }
}
