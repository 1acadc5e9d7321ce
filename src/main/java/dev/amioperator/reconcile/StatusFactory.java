package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Creates the status of a kind after a reconcile.
 *
 * @param <S> the kind's status
 */
public abstract class StatusFactory<S extends ConditionedStatus> {
  /** The object's status before this reconcile, or an empty status. */
  protected final S previousStatus;

  private final long generation;
  private final Instant now;
  private final String annotationNote;

  /**
   * The status factory of a reconcile.
   *
   * @param empty the status of an object without status
   */
  protected StatusFactory(CustomResource<?, S> resource, S empty, Instant now) {
    this.previousStatus = Optional.ofNullable(resource.getStatus()).orElse(empty);
    this.generation = resource.getMetadata().getGeneration();
    this.now = now;
    this.annotationNote = Annotations.note(resource);
  }

  /** The time of the reconcile. */
  public final Instant now() {
    return now;
  }

  /** The previous status with other conditions: nothing new was read from EC2. */
  public abstract StatusUpdate<S> withReadyState(ReadyState readyState);

  /** The status while EC2 is queried: a status of the current spec stays unchanged. */
  public final StatusUpdate<S> observationPending(ReadyState readyState) {
    return readyState.reason() == Reason.Observing && describesCurrentSpec()
        ? new StatusUpdate<>(previousStatus, readyState)
        : withReadyState(readyState);
  }

  /** The generation of the spec that the status reflects. */
  protected final long generation() {
    return generation;
  }

  /** Whether the previous status has conditions for the current spec. */
  protected boolean describesCurrentSpec() {
    return previousStatus.conditions() != null && observedCurrentSpec();
  }

  /** Whether the previous status reflects the current generation. */
  protected final boolean observedCurrentSpec() {
    return Long.valueOf(generation).equals(previousStatus.observedGeneration());
  }

  /** The conditions of a ready state; transition times stay while a status holds. */
  protected final List<Condition> conditions(ReadyState readyState) {
    return Conditions.of(readyState, annotationNote, generation, previousStatus.conditions(), now);
  }

  /** Null for an empty list, which is omitted from the status. */
  protected static <T> List<T> emptyToNull(List<T> list) {
    return list == null || list.isEmpty() ? null : list;
  }
}
