package dev.amioperator.copy.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Rule for when the estimated end of an image copy in a status is rewritten. */
public final class EstimatedEnd {
  /** Smaller errors interest no user, and each rewrite costs a write to the API server. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final int TOLERANCE_PERCENT = 20;

  private EstimatedEnd() {}

  /**
   * The estimated end for the status: the recorded time, unless it is wrong by more than five
   * minutes and a fifth of the time that is left.
   */
  public static Optional<Instant> rewrite(
      Optional<Instant> recorded, Optional<Instant> estimated, Instant now) {
    return recorded.isPresent() && estimated.isPresent()
        ? Optional.of(rewrite(recorded.get(), estimated.get(), now))
        : estimated.or(() -> recorded);
  }

  private static Instant rewrite(Instant recorded, Instant estimated, Instant now) {
    Duration error = Duration.between(recorded, estimated).abs();
    Instant later = recorded.isAfter(estimated) ? recorded : estimated;
    Duration left = Duration.between(now, later);
    boolean wrong =
        error.compareTo(TOLERANCE) > 0
            && error.multipliedBy(100).compareTo(left.multipliedBy(TOLERANCE_PERCENT)) > 0;
    return wrong ? estimated : recorded;
  }
}
