package dev.amioperator.reconcile;

import dev.amioperator.observer.Observation;
import java.time.Instant;

/** Values of EC2's answers: the first that is pending or failed ends the reading. */
public final class ObservationReader {

  private Instant oldestObservedAt = Instant.MAX;

  /** The answer of EC2, and when it was read. */
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
                  Reason.Observing, "EC2 is being asked.", Requeue.OBSERVATION_PENDING));
      case Observation.Failed<T>(var failure, var retryAt) ->
          throw new ObservationPendingException(ErrorReasons.readyState(failure));
    };
  }

  /** When the oldest answer was asked for. */
  Instant oldestObservedAt() {
    return oldestObservedAt;
  }

  /** Not enough is known to decide anything; the verdict says what is missing. */
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
