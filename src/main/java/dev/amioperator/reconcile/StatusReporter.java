package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.ConditionedStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Last step of each reconcile: writes status and event, and schedules the next reconcile. */
@ApplicationScoped
public class StatusReporter {
  private final StatusWriter statusWriter;
  private final EventRecorder eventRecorder;
  private final RequeuePolicy requeuePolicy;

  StatusReporter(
      StatusWriter statusWriter, EventRecorder eventRecorder, RequeuePolicy requeuePolicy) {
    this.statusWriter = statusWriter;
    this.eventRecorder = eventRecorder;
    this.requeuePolicy = requeuePolicy;
  }

  /**
   * Writes a changed status, and an event if its reason changed.
   *
   * @return the pause before the next reconcile
   */
  public <S extends ConditionedStatus, R extends CustomResource<?, S>> Duration report(
      R resource, StatusUpdate<S> statusUpdate, Context<R> context) {
    boolean same = statusWriter.write(resource, statusUpdate.status(), context);
    eventRecorder.recordIfReasonChanged(resource, statusUpdate.readyState());
    return same ? requeuePolicy.requeueAfter(statusUpdate.readyState()) : Requeue.OBJECT_CHANGED;
  }
}
