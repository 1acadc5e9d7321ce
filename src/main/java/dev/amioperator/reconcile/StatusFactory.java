package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes the status of one kind: what all kinds have in common.
 *
 * @param <S> the kind's status
 */
public abstract class StatusFactory<S extends ConditionedStatus> {
  /** The status that stands in the API server, or an empty one. */
  protected final S previousStatus;

  private final long generation;
  private final Instant now;

  /**
   * The factory for one reconcile.
   *
   * @param empty the status of an object that has none yet
   */
  protected StatusFactory(CustomResource<?, S> resource, S empty, Instant now) {
    this.previousStatus = Optional.ofNullable(resource.getStatus()).orElse(empty);
    this.generation = resource.getMetadata().getGeneration();
    this.now = now;
  }

  /** The time of the reconcile. */
  public final Instant now() {
    return now;
  }

  /** Only the conditions change: nothing new is known of EC2. */
  public abstract StatusUpdate<S> withReadyState(ReadyState readyState);

  /**
   * While EC2 is being asked: a status that says more of the present spec than that stays as it is.
   */
  public final StatusUpdate<S> observationPending(ReadyState readyState) {
    return readyState.reason() == Reason.Observing && describesCurrentSpec()
        ? new StatusUpdate<>(previousStatus, readyState)
        : withReadyState(readyState);
  }

  /** The generation of the spec that the status is made from. */
  protected final long generation() {
    return generation;
  }

  /** Whether the previous status was made from the present spec. */
  protected boolean describesCurrentSpec() {
    return previousStatus.conditions() != null && observedCurrentSpec();
  }

  /** Whether the previous status names the present generation. */
  protected final boolean observedCurrentSpec() {
    return Long.valueOf(generation).equals(previousStatus.observedGeneration());
  }

  /** The conditions that say {@code readyState}; transition times stay while a status holds. */
  protected final List<Condition> conditions(ReadyState readyState) {
    return Conditions.of(readyState, generation, previousStatus.conditions(), now);
  }

  /** An empty list is left out of the status. */
  protected static <T> List<T> emptyToNull(List<T> list) {
    return list == null || list.isEmpty() ? null : list;
  }
}
