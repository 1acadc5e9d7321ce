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
  CopyWatch namespace(String purpose) {
    return new CopyWatch(controlPlane.client(), controlPlane.namespace(purpose));
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
   * Deletes all AmiCopies of a namespace, without waiting for their end. One by one: the deletion
   * of a collection is a single request, which can take longer than the client waits.
   */
  void deleteCopies(String namespace) {
    var copies =
        controlPlane
            .client()
            .genericKubernetesResources("amioperator.dev/v1alpha1", "AmiCopy")
            .inNamespace(namespace);
    copies
        .list()
        .getItems()
        .forEach(copy -> copies.withName(copy.getMetadata().getName()).delete());
  }

  /** Number of status writes of the AmiCopies of some namespaces until an instant of real time. */
  long statusWrites(Set<String> namespaces, Instant until) throws IOException {
    return StatusWrites.count(controlPlane.auditLog(), namespaces, until);
  }
}
