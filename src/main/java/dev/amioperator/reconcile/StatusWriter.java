package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.ConditionedStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Objects;

/**
 * Writes the status of objects to the API server, each to the state of the object that was
 * reconciled: a patch would also reach an object that was created in its place, with the image of
 * the old one.
 *
 * <p>JOSDK 5.3.2 drops a spec edit or a deletion whose event arrives during its own write of the
 * status (its issues 3398, 3455, 3484). So the status is written here and the response compared
 * with the reconciled object: if they differ, the reconcile has to be repeated at once.
 */
@ApplicationScoped
class StatusWriter {
  /**
   * Writes an object's status if it differs.
   *
   * @return whether the object is unchanged since it was read for the reconcile; if it was changed
   *     before, nothing is written
   * @throws KubernetesClientException if the API server does not respond or refuses the status
   */
  <S extends ConditionedStatus, R extends CustomResource<?, S>> boolean write(
      R reconciled, S status, Context<R> context) {
    if (Objects.equals(status, reconciled.getStatus())) {
      return true;
    }
    R copy = context.getClient().getKubernetesSerialization().clone(reconciled);
    copy.setStatus(status);
    try {
      return sameState(context.resourceOperations().updatePrimaryStatus(copy), reconciled);
    } catch (KubernetesClientException failure) {
      return switch (failure.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND -> false;
        default -> throw failure;
      };
    }
  }

  private static boolean sameState(CustomResource<?, ?> written, CustomResource<?, ?> reconciled) {
    return Objects.equals(
            written.getMetadata().getGeneration(), reconciled.getMetadata().getGeneration())
        && Objects.equals(
            written.getMetadata().getDeletionTimestamp(),
            reconciled.getMetadata().getDeletionTimestamp());
  }
}
