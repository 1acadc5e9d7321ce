package dev.amioperator.it;

import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.function.Predicate;

/** AmiImages of a test in its own namespace on the real API server. */
record AmiImages(KubernetesClient kubernetes, String namespace) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static AmiImages in(String namespace) {
    return new AmiImages(ControlPlane.get().client(), ControlPlane.get().namespace(namespace));
  }

  /**
   * Creates an AmiImage in eu-west-1.
   *
   * @param fields the other fields of its spec, as in a YAML mapping on a single line
   */
  void create(String name, String fields) {
    AmiImage image = Manifests.image(name, "{region: eu-west-1, %s}".formatted(fields));
    image.getMetadata().setNamespace(namespace);
    kubernetes.resource(image).create();
  }

  Resource<AmiImage> named(String name) {
    return kubernetes.resources(AmiImage.class).inNamespace(namespace).withName(name);
  }

  AmiImageStatus awaitReady(String name) {
    return awaitStatus(name, AmiImageStatus::ready);
  }

  AmiImageStatus awaitStatus(String name, Predicate<AmiImageStatus> holds) {
    return await()
        .alias(name)
        .atMost(PATIENCE)
        .until(
            () -> named(name).get().getStatus(),
            status -> status != null && status.conditions() != null && holds.test(status));
  }

  void awaitDeletion(String name) {
    await().alias(name).atMost(PATIENCE).until(() -> named(name).get() == null);
  }

  /** Deletes all AmiImages and waits for the deletion. */
  void deleteAll() {
    var all = kubernetes.resources(AmiImage.class).inNamespace(namespace);
    all.delete();
    await().atMost(PATIENCE).until(() -> all.list().getItems().isEmpty());
  }
}
