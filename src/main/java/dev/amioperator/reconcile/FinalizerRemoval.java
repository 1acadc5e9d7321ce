package dev.amioperator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Removes the operator's finalizer from an object: the last step of each cleanup.
 *
 * <p>JOSDK 5.3.2 must not do it. Its state of an object is found by the name alone, and it marks
 * that state as cleaned up after the API server confirmed the removal. If another object of this
 * name was created by then, the mark is on its state, and nothing but an edit gets it reconciled.
 * Besides, JOSDK repeats a removal that conflicted on whatever object has the name now.
 */
public final class FinalizerRemoval {
  private FinalizerRemoval() {}

  /**
   * Removes the finalizer unless the object was changed or replaced since it was read; cleanup is
   * repeated then.
   *
   * <p>JOSDK cancels the next reconcile of the name, which may be that of a new object: so one is
   * scheduled in any case. It does nothing if there is no object.
   *
   * @throws KubernetesClientException if the API server does not respond or refuses the removal
   */
  public static <R extends CustomResource<?, ?>> DeleteControl from(R object, Context<R> context) {
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(remove(object, context).toMillis());
  }

  private static <R extends CustomResource<?, ?>> Duration remove(R object, Context<R> context) {
    String patch = patch(object, context.getControllerConfiguration().getFinalizerName());
    try {
      context.getClient().resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
      return Requeue.NEXT_STEP;
    } catch (KubernetesClientException failure) {
      return switch (failure.getCode()) {
        case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT -> Requeue.NEXT_STEP;
        default -> throw failure;
      };
    }
  }

  /** A resource version is never that of another object, or of another state of the same object. */
  private static String patch(HasMetadata object, String finalizer) {
    List<String> others =
        object.getMetadata().getFinalizers().stream()
            .filter(name -> !name.equals(finalizer))
            .toList();
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("resourceVersion", object.getMetadata().getResourceVersion());
    // The mock server takes an empty list for no change.
    metadata.put("finalizers", others.isEmpty() ? null : others);
    return Serialization.asJson(Map.of("metadata", metadata));
  }
}
