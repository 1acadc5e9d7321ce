package dev.amioperator.reconcile;

import dev.amioperator.observer.Observation;
import java.time.Duration;
import java.time.Instant;

/** One round of questions to the observer: the first that is not answered yet ends it. */
public final class Asking {
  private static final Duration SOON = Duration.ofMillis(250);

  private Instant since = Instant.MAX;

  /** The answer. */
  public <T> T value(Observation<T> observation) {
    return switch (observation) {
      case Observation.Known<T>(T value, Instant askedAt) -> {
        since = askedAt.isBefore(since) ? askedAt : since;
        yield value;
      }
      case Observation.Pending<T>() ->
          throw new NotYet(new Verdict.Waiting(Reason.Observing, "EC2 is being asked.", SOON));
      case Observation.Failed<T>(var failure, var retryAt) ->
          throw new NotYet(Failures.verdict(failure));
    };
  }

  /** When the oldest answer was asked for. */
  Instant since() {
    return since;
  }

  /** Not enough is known to decide anything; the verdict says what is missing. */
  public static final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Verdict verdict;

    NotYet(Verdict verdict) {
      super(verdict.message(), null, false, false);
      this.verdict = verdict;
    }

    public Verdict verdict() {
      return verdict;
    }
  }
}
