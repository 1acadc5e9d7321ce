package dev.amioperator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removes the operator's finalizer from an object: the last step of each cleanup.
 *
 * <p>JOSDK 5.3.2 must not do it. Its state of an object is found by the name alone, and it marks
 * that state as cleaned up after the API server confirmed the removal. If another object of this
 * name was created by then, the mark is on its state, and nothing but an edit gets it reconciled.
 * Besides, JOSDK repeats a removal that conflicted on whatever object has the name now.
 */
public final class FinalizerRemoval {
  /** Edits that come between a read and the removal, one after the other. */
  private static final int ATTEMPTS = 10;

  private FinalizerRemoval() {}

  /**
   * Removes the finalizer of an object, also while others edit it, but never that of an object that
   * was created in its place.
   *
   * <p>JOSDK cancels the next reconcile of the name, which may be that of a new object: so one is
   * scheduled in any case. It does nothing if there is no object.
   *
   * @throws KubernetesClientException if the API server does not respond or refuses the removal
   */
  public static <R extends CustomResource<?, ?>> DeleteControl from(R object, Context<R> context) {
    String finalizer = context.getControllerConfiguration().getFinalizerName();
    Optional<R> latest = Optional.of(object);
    for (int i = 0; i < ATTEMPTS && latest.isPresent(); i++) {
      latest =
          remove(latest.get(), finalizer, context.getClient())
              ? Optional.empty()
              : reread(object, context.getClient());
    }
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(Requeue.NEXT_STEP.toMillis());
  }

  /** Whether nothing is left to remove; not if the object was changed since it was read. */
  private static boolean remove(HasMetadata object, String finalizer, KubernetesClient kubernetes) {
    try {
      kubernetes
          .resource(object)
          .patch(PatchContext.of(PatchType.JSON_MERGE), patch(object, finalizer));
      return true;
    } catch (KubernetesClientException failure) {
      return switch (failure.getCode()) {
        case HttpURLConnection.HTTP_NOT_FOUND -> true;
        case HttpURLConnection.HTTP_CONFLICT -> false;
        default -> throw failure;
      };
    }
  }

  /** The object as it is now; empty if it is gone or was replaced. */
  private static <R extends HasMetadata> Optional<R> reread(R object, KubernetesClient kubernetes) {
    return Optional.ofNullable(kubernetes.resource(object).get())
        .filter(now -> now.getMetadata().getUid().equals(object.getMetadata().getUid()));
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
