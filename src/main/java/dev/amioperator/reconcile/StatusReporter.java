package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.ConditionedStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/** Last step of each reconcile: writes status and event, and schedules the next reconcile. */
@ApplicationScoped
public class StatusReporter {
  private final StatusPatcher statusPatcher;
  private final EventRecorder eventRecorder;
  private final RequeuePolicy requeuePolicy;

  StatusReporter(
      StatusPatcher statusPatcher, EventRecorder eventRecorder, RequeuePolicy requeuePolicy) {
    this.statusPatcher = statusPatcher;
    this.eventRecorder = eventRecorder;
    this.requeuePolicy = requeuePolicy;
  }

  /**
   * Writes a changed status, and an event if its reason changed.
   *
   * @param fresh creates an empty object of the kind
   * @return the pause before the next reconcile
   */
  public <S extends ConditionedStatus, R extends CustomResource<?, S>> Duration report(
      R resource, StatusUpdate<S> statusUpdate, Supplier<R> fresh, Context<R> context) {
    boolean same = statusPatcher.write(resource, statusUpdate.status(), fresh, context);
    eventRecorder.recordIfReasonChanged(resource, statusUpdate.readyState());
    return same ? requeuePolicy.requeueAfter(statusUpdate.readyState()) : Requeue.OBJECT_CHANGED;
  }
}
