package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.EventRecorder;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Annotates and deletes objects in Kubernetes. Each call has the resource version of the object
 * that was decided about: one that changed meanwhile, or was replaced, is decided about again.
 */
@ApplicationScoped
class ObjectDeletions {
  private static final String ANNOTATION_PATH =
      "/metadata/annotations/" + TagKeys.UNKEPT_SINCE.replace("/", "~1");

  /** 422: the API server's answer to a JSON patch whose test does not hold. */
  private static final int TEST_FAILED = 422;

  private final KubernetesClient kubernetes;
  private final EventRecorder eventRecorder;

  ObjectDeletions(KubernetesClient kubernetes, EventRecorder eventRecorder) {
    this.kubernetes = kubernetes;
    this.eventRecorder = eventRecorder;
  }

  /**
   * Executes all changes of a plan.
   *
   * @return why a change was refused; empty: all were made, or are decided again
   */
  Optional<ReadyState> execute(AmiRetentionPolicy policy, ObjectDeletionPlan plan, Instant now) {
    String since = now.truncatedTo(ChronoUnit.SECONDS).toString();
    Optional<ReadyState> refusal = Optional.empty();
    for (RetainedObject object : plan.annotate()) {
      refusal = refusal.or(() -> change(object, () -> annotate(object, since)));
    }
    for (RetainedObject object : plan.unannotate()) {
      refusal = refusal.or(() -> change(object, () -> unannotate(object)));
    }
    for (ObjectDecision decision : plan.delete()) {
      refusal = refusal.or(() -> change(decision.object(), () -> delete(policy, decision)));
    }
    return refusal;
  }

  private static Optional<ReadyState> change(RetainedObject object, Runnable change) {
    try {
      change.run();
      return Optional.empty();
    } catch (KubernetesClientException failure) {
      return switch (failure.getCode()) {
        case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT, TEST_FAILED ->
            Optional.empty();
        case HttpURLConnection.HTTP_FORBIDDEN -> Optional.of(denied(object));
        default -> throw failure;
      };
    }
  }

  private static ReadyState denied(RetainedObject object) {
    return new ReadyState.Blocked(
        Reason.Denied,
        ("Set retention.deleteObjects: true in the values of the operator's chart: the API server"
                + " does not let the operator change or delete %s. It is retried.")
            .formatted(object.title()),
        Requeue.STALLED);
  }

  private void annotate(RetainedObject object, String since) {
    Map<String, Object> metadata =
        Map.of(
            "resourceVersion",
            object.object().getMetadata().getResourceVersion(),
            "annotations",
            Map.of(TagKeys.UNKEPT_SINCE, since));
    kubernetes
        .resource(object.object())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(Map.of("metadata", metadata)));
  }

  private void unannotate(RetainedObject object) {
    List<Map<String, String>> operations =
        List.of(
            Map.of(
                "op",
                "test",
                "path",
                "/metadata/resourceVersion",
                "value",
                object.object().getMetadata().getResourceVersion()),
            Map.of("op", "remove", "path", ANNOTATION_PATH));
    kubernetes
        .resource(object.object())
        .patch(PatchContext.of(PatchType.JSON), Serialization.asJson(operations));
  }

  private void delete(AmiRetentionPolicy policy, ObjectDecision decision) {
    RetainedObject object = decision.object();
    String message =
        "AmiRetentionPolicy %s deletes %s. %s"
            .formatted(policy.getMetadata().getName(), object.title(), decision.message());
    kubernetes
        .resource(object.object())
        .lockResourceVersion(object.object().getMetadata().getResourceVersion())
        .delete();
    eventRecorder.record(object.object(), ObjectEvent.normal(Reason.Retiring, message));
    eventRecorder.record(policy, ObjectEvent.normal(Reason.Retiring, message));
  }
}
