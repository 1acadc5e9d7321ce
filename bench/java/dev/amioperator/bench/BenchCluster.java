package dev.amioperator.bench;

import static io.fabric8.kubernetes.client.utils.Serialization.unmarshal;

import dev.amioperator.testing.ControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/** The Kubernetes API server of the bench. */
final class BenchCluster {
  private static final Path AUDIT_POLICY = Path.of("bench", "audit-policy.yaml");

  private final ControlPlane controlPlane = ControlPlane.audited("bench", AUDIT_POLICY);

  /** Kubeconfig for the operator's process. */
  Path kubeconfig() {
    return controlPlane.kubeconfig();
  }

  /** Creates a namespace, and watches its AmiCopies. */
  ReadyWatch namespace(String purpose) {
    return watch("AmiCopy", controlPlane.namespace(purpose));
  }

  /** Watches the objects of a kind in a namespace. */
  ReadyWatch watch(String kind, String namespace) {
    return new ReadyWatch(controlPlane.client(), kind, namespace);
  }

  /** Creates a namespace without a watch of its objects. */
  String emptyNamespace(String purpose) {
    return controlPlane.namespace(purpose);
  }

  /** Creates or changes the object of a manifest. */
  void apply(String manifest) {
    controlPlane
        .client()
        .resource(unmarshal(manifest, GenericKubernetesResource.class))
        .serverSideApply();
  }

  /** The AmiRetentionPolicy of a namespace. */
  GenericKubernetesResource policy(String namespace) {
    return controlPlane
        .client()
        .genericKubernetesResources("amioperator.dev/v1alpha1", "AmiRetentionPolicy")
        .inNamespace(namespace)
        .list()
        .getItems()
        .getFirst();
  }

  /** Creates the object of a manifest. */
  void create(String manifest) {
    controlPlane.client().resource(unmarshal(manifest, GenericKubernetesResource.class)).create();
  }

  /**
   * Deletes all objects of a kind in a namespace, without waiting for their end. One by one: the
   * deletion of a collection is a single request, which can take longer than the client waits.
   */
  void deleteAll(String kind, String namespace) {
    var objects =
        controlPlane
            .client()
            .genericKubernetesResources("amioperator.dev/v1alpha1", kind)
            .inNamespace(namespace);
    objects
        .list()
        .getItems()
        .forEach(object -> objects.withName(object.getMetadata().getName()).delete());
  }

  /** Number of writes in some namespaces until an instant of real time. */
  long writes(ApiWrites.Of kind, Set<String> namespaces, Instant until) throws IOException {
    return ApiWrites.count(controlPlane.auditLog(), kind, namespaces, until);
  }
}
