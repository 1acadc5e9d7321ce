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
 * The one place that writes a status.
 *
 * <p>JOSDK 5.3.2 drops a spec edit or a deletion whose event arrives while its own status patch is
 * under way (its issues 3398, 3455, 3484). So the patch is made here, and its answer compared with
 * what was reconciled: where they differ, the reconcile has to be repeated at once.
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
   * Writes {@code status} if it is not there yet.
   *
   * @param fresh makes an empty object of the kind: the cached one is never changed
   * @return whether the object is still the one that was reconciled
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
