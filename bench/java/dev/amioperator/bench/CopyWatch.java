package dev.amioperator.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Watch of the AmiCopies of a namespace: when each was created, Ready and gone. */
final class CopyWatch implements ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {
  private final Map<String, Instant> created = new ConcurrentHashMap<>();
  private final Map<String, Instant> ready = new ConcurrentHashMap<>();
  private final Map<String, Instant> gone = new ConcurrentHashMap<>();
  private final String namespace;
  private final SharedIndexInformer<GenericKubernetesResource> informer;

  CopyWatch(KubernetesClient client, String namespace) {
    this.namespace = namespace;
    this.informer =
        client
            .genericKubernetesResources("amioperator.dev/v1alpha1", "AmiCopy")
            .inNamespace(namespace)
            .inform(this);
  }

  String namespace() {
    return namespace;
  }

  /** Creation timestamp of an AmiCopy. */
  Instant createdAt(String name) {
    return created.get(name);
  }

  /** When an AmiCopy became Ready first, in real time. */
  Optional<Instant> readyAt(String name) {
    return Optional.ofNullable(ready.get(name));
  }

  /** When each Ready AmiCopy became so first, in real time. */
  Stream<Instant> readyTimes() {
    return ready.values().stream();
  }

  int readyCount() {
    return ready.size();
  }

  int remaining() {
    return created.size() - gone.size();
  }

  @Override
  public void onAdd(GenericKubernetesResource copy) {
    String name = copy.getMetadata().getName();
    created.put(name, Instant.parse(copy.getMetadata().getCreationTimestamp()));
    if (isReady(copy)) {
      ready.putIfAbsent(name, Instant.now());
    }
  }

  @Override
  public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource copy) {
    onAdd(copy);
  }

  @Override
  public void onDelete(GenericKubernetesResource copy, boolean finalStateUnknown) {
    gone.put(copy.getMetadata().getName(), Instant.now());
  }

  private static boolean isReady(GenericKubernetesResource copy) {
    return copy.get("status", "conditions") instanceof List<?> conditions
        && conditions.stream().anyMatch(CopyWatch::isReadyCondition);
  }

  private static boolean isReadyCondition(Object condition) {
    return condition instanceof Map<?, ?> fields
        && "Ready".equals(fields.get("type"))
        && "True".equals(fields.get("status"));
  }

  @Override
  public void close() {
    informer.close();
  }
}
