package dev.amioperator.it;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Users that set an annotation of Kubernetes objects as often as they can, until closed. */
record Editors(ExecutorService executor, AtomicBoolean closed) implements AutoCloseable {
  static Editors of(KubernetesClient kubernetes, String manifests) {
    Editors editors = new Editors(Executors.newVirtualThreadPerTaskExecutor(), new AtomicBoolean());
    List<HasMetadata> objects =
        kubernetes
            .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
            .items();
    objects.forEach(object -> editors.executor.execute(() -> editors.edit(kubernetes, object)));
    return editors;
  }

  private void edit(KubernetesClient kubernetes, HasMetadata object) {
    for (int count = 0; !closed.get(); count++) {
      try {
        kubernetes
            .resource(object)
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\": {\"annotations\": {\"edit\": \"%d\"}}}".formatted(count));
      } catch (KubernetesClientException deleted) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed.set(true);
    executor.close();
  }
}
