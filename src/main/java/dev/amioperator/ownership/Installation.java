package dev.amioperator.ownership;

import java.util.Optional;

/**
 * Identity of an installation of the operator in Kubernetes; its replicas share it.
 *
 * @param namespace of the release
 * @param name of the release's resources, such as its lease
 */
public record Installation(String namespace, String name) {
  private static final String CLEANUP = ".amioperator.dev/cleanup";
  private static final String WATCHES = ".amioperator.dev/watches";

  /** The finalizer by which this installation holds an AwsAccount. */
  public String finalizer() {
    return prefix() + CLEANUP;
  }

  /** The annotation of an AwsAccount by which this installation claims its namespaces. */
  public String claimAnnotation() {
    return prefix() + WATCHES;
  }

  /** The installation that a finalizer belongs to; empty for the finalizer of other software. */
  public static Optional<Installation> ofFinalizer(String finalizer) {
    return parse(finalizer, CLEANUP);
  }

  /** The installation that an annotation belongs to; empty for another annotation. */
  public static Optional<Installation> ofClaimAnnotation(String annotation) {
    return parse(annotation, WATCHES);
  }

  /** A namespace has no dots, so the last one separates it from the name. */
  private static Optional<Installation> parse(String key, String suffix) {
    if (!key.endsWith(suffix)) {
      return Optional.empty();
    }
    String prefix = key.substring(0, key.length() - suffix.length());
    int dot = prefix.lastIndexOf('.');
    return dot <= 0
        ? Optional.empty()
        : Optional.of(new Installation(prefix.substring(dot + 1), prefix.substring(0, dot)));
  }

  private String prefix() {
    return name + "." + namespace;
  }

  /** Namespace and name, as {@code kubectl} users write them. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
