package dev.amioperator.copy.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Latest forecast of an account and region for requests of image copies. Not thread-safe. */
final class LatestForecast {
  /** A forecast is recomputed at most this often, as many objects request at a time. */
  private static final Duration MAX_AGE = Duration.ofSeconds(1);

  private CopyForecast forecast = CopyForecast.EMPTY;

  CopyDecision.Waiting waiting(String key, Supplier<QueueState> current, Instant now) {
    QueueState state = current.get();
    if (forecast.place(key).isEmpty() || forecast.at().plus(MAX_AGE).isBefore(now)) {
      forecast = state.forecast(now);
    }
    CopyForecast.Place place = forecast.place(key).orElseThrow();
    return new CopyDecision.Waiting(
        place.position(),
        state.waiting().size(),
        state.inFlight().size() + state.reserved().size(),
        place.start(),
        place.end());
  }
}
