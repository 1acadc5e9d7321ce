package dev.amioperator.account;

import java.util.Map;

/** Labels of a Kubernetes namespace, as far as the operator may read them. */
public sealed interface NamespaceLabels {
  /** The labels of the namespace. */
  record Known(Map<String, String> labels) implements NamespaceLabels {
    public Known {
      labels = Map.copyOf(labels);
    }
  }

  /** The namespace is not in the informer's cache, because it is new or gone. */
  record NotRead() implements NamespaceLabels {}

  /** The operator is restricted to some namespaces, and so reads no Namespace objects. */
  record NotReadable() implements NamespaceLabels {}
}
