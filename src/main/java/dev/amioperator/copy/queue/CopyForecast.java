package dev.amioperator.copy.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Positions of the waiting requests, and when their image copies will start and end. Pure.
 *
 * @param byKey the places of the requests, by key
 */
record CopyForecast(Instant at, Map<String, Place> byKey) {

  /** A request's place in the queue of an account and region, from 1. */
  record Place(int position, Optional<Instant> start, Optional<Instant> end) {}

  /**
   * Forecasts the queue as if each request took the first slot to become free.
   *
   * @param slots how many images may be in flight; at least as many as there are
   */
  static CopyForecast of(
      FairOrder order,
      Collection<CopyInFlight> inFlight,
      int reserved,
      int slots,
      CopyDurations durations,
      Instant now) {
    PriorityQueue<Instant> free = new PriorityQueue<>(Comparator.naturalOrder());
    inFlight.forEach(copy -> free.add(later(copy.expectedEnd(durations).orElse(now), now)));
    Map<String, Place> places = new HashMap<>();
    int unused = slots - inFlight.size() - reserved;
    while (order.peek().isPresent()) {
      CopyRequest request = order.next();
      Optional<Duration> duration =
          request.completeWithin().or(() -> durations.estimate(request.sizeGib()));
      Optional<Instant> start =
          duration.map(known -> unused > places.size() || free.isEmpty() ? now : free.remove());
      Optional<Instant> end = start.flatMap(from -> duration.map(from::plus));
      end.ifPresent(free::add);
      places.put(request.key(), new Place(places.size() + 1, start, end));
    }
    return new CopyForecast(now, Map.copyOf(places));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  Optional<Place> place(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  static final CopyForecast EMPTY = new CopyForecast(Instant.MIN, Map.of());
}
