package dev.amioperator.reconcile;

import dev.amioperator.observer.Observation;
import java.time.Instant;

/** Values of observations of EC2; the first pending or failed observation is thrown. */
public final class ObservationReader {
  private Instant oldestObservedAt = Instant.MAX;

  /** The value that EC2 returned, and when it was read. */
  <T> Observation.Known<T> known(Observation<T> observation) {
    return switch (observation) {
      case Observation.Known<T> known -> {
        Instant observedAt = known.observedAt();
        oldestObservedAt = observedAt.isBefore(oldestObservedAt) ? observedAt : oldestObservedAt;
        yield known;
      }
      case Observation.Pending<T>() ->
          throw new ObservationPendingException(
              new ReadyState.Reconciling(
                  Reason.Observing, "EC2 is being queried.", Requeue.OBSERVATION_PENDING));
      case Observation.Failed<T>(var failure, var retryAt) ->
          throw new ObservationPendingException(ErrorReasons.readyState(failure));
    };
  }

  /** When the oldest known value was read from EC2. */
  Instant oldestObservedAt() {
    return oldestObservedAt;
  }

  /** A pending or failed read of EC2, with the ready state that reports it. */
  public static final class ObservationPendingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ReadyState readyState;

    ObservationPendingException(ReadyState readyState) {
      super(readyState.message(), null, false, false);
      this.readyState = readyState;
    }

    public ReadyState readyState() {
      return readyState;
    }
  }
}
