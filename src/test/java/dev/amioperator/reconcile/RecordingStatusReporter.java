package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.testing.ElicitedMessages;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Supplier;

/** Reports as the operator does, and keeps the ready states for {@link ElicitedMessages}. */
@Alternative
@Priority(1)
@Singleton
class RecordingStatusReporter extends StatusReporter {
  RecordingStatusReporter(StatusPatcher patcher, EventRecorder events, RequeuePolicy requeue) {
    super(patcher, events, requeue);
  }

  @Override
  public <S extends ConditionedStatus, R extends CustomResource<?, S>> Duration report(
      R resource, StatusUpdate<S> statusUpdate, Supplier<R> fresh, Context<R> context) {
    ReadyState readyState = statusUpdate.readyState();
    ElicitedMessages.add(
        readyState.getClass().getSimpleName(), readyState.reason().name(), readyState.message());
    return super.report(resource, statusUpdate, fresh, context);
  }
}
