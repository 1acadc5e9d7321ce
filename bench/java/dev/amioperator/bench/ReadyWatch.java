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

/** Watch of the objects of a kind in a namespace: when each was created, Ready and gone. */
final class ReadyWatch implements ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {
  private final Map<String, Instant> created = new ConcurrentHashMap<>();
  private final Map<String, Instant> ready = new ConcurrentHashMap<>();
  private final Map<String, Instant> gone = new ConcurrentHashMap<>();
  private final String namespace;
  private final SharedIndexInformer<GenericKubernetesResource> informer;

  ReadyWatch(KubernetesClient client, String kind, String namespace) {
    this.namespace = namespace;
    this.informer =
        client
            .genericKubernetesResources("amioperator.dev/v1alpha1", kind)
            .inNamespace(namespace)
            .inform(this);
  }

  String namespace() {
    return namespace;
  }

  /** Creation timestamp of an object. */
  Instant createdAt(String name) {
    return created.get(name);
  }

  /** When an object became Ready first, in real time. */
  Optional<Instant> readyAt(String name) {
    return Optional.ofNullable(ready.get(name));
  }

  /** When each Ready object became so first, in real time. */
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
  public void onAdd(GenericKubernetesResource object) {
    String name = object.getMetadata().getName();
    created.put(name, Instant.parse(object.getMetadata().getCreationTimestamp()));
    if (isReady(object)) {
      ready.putIfAbsent(name, Instant.now());
    }
  }

  @Override
  public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource object) {
    onAdd(object);
  }

  @Override
  public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
    gone.put(object.getMetadata().getName(), Instant.now());
  }

  private static boolean isReady(GenericKubernetesResource object) {
    return object.get("status", "conditions") instanceof List<?> conditions
        && conditions.stream().anyMatch(ReadyWatch::isReadyCondition);
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
