package dev.amioperator.it;

import java.util.List;

/** Kubernetes manifests of {@code config/samples} in their documented order. */
final class SampleManifests {
  static final List<String> IMAGES =
      List.of(
          "config/samples/10-account.yaml",
          "config/samples/11-account-by-role.yaml",
          "config/samples/20-image-from-instance.yaml",
          "config/samples/21-image-from-snapshot.yaml",
          "config/samples/22-image-existing.yaml",
          "config/samples/23-image-found.yaml",
          "config/samples/30-copy.yaml");

  /** Applied once the images exist, so that they take part in the decision. */
  static final String RETENTION = "config/samples/40-retention.yaml";

  private SampleManifests() {}
}
