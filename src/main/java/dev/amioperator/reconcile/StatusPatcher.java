package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.ConditionedStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes the status of objects to the API server.
 *
 * <p>JOSDK 5.3.2 drops a spec edit or a deletion whose event arrives during its own status patch
 * (its issues 3398, 3455, 3484). So the patch is sent here and its response compared with the
 * reconciled object: if they differ, the reconcile has to be repeated at once.
 */
@ApplicationScoped
class StatusPatcher {
  private final boolean serverSideApply;

  StatusPatcher(
      @ConfigProperty(name = "quarkus.operator-sdk.enable-ssa", defaultValue = "true")
          boolean serverSideApply) {
    this.serverSideApply = serverSideApply;
  }

  /**
   * Writes an object's status if it differs.
   *
   * @param fresh creates an empty object of the kind: cached objects are never changed
   * @return whether the object is unchanged since it was read for the reconcile
   */
  <S extends ConditionedStatus, R extends CustomResource<?, S>> boolean write(
      R reconciled, S status, Supplier<R> fresh, Context<R> context) {
    if (Objects.equals(status, reconciled.getStatus())) {
      return true;
    }
    R written =
        serverSideApply
            ? apply(reconciled, status, fresh.get(), context)
            : patch(reconciled, status, context);
    return Objects.equals(
            written.getMetadata().getGeneration(), reconciled.getMetadata().getGeneration())
        && Objects.equals(
            written.getMetadata().getDeletionTimestamp(),
            reconciled.getMetadata().getDeletionTimestamp());
  }

  private static <S extends ConditionedStatus, R extends CustomResource<?, S>> R apply(
      R reconciled, S status, R empty, Context<R> context) {
    empty.setMetadata(
        new ObjectMetaBuilder()
            .withName(reconciled.getMetadata().getName())
            .withNamespace(reconciled.getMetadata().getNamespace())
            .build());
    empty.setStatus(status);
    return context.resourceOperations().serverSideApplyPrimaryStatus(empty);
  }

  private static <S extends ConditionedStatus, R extends CustomResource<?, S>> R patch(
      R reconciled, S status, Context<R> context) {
    return context
        .resourceOperations()
        .jsonPatchPrimaryStatus(
            reconciled,
            copy -> {
              copy.setStatus(status);
              return copy;
            });
  }
}
