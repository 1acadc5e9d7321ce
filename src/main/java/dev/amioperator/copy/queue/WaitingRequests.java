package dev.amioperator.copy.queue;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Requests for image copies without a slot. Not thread-safe. */
final class WaitingRequests {
  private final Map<String, WaitingRequest> byKey = new LinkedHashMap<>();

  private record WaitingRequest(CopyRequest request, Instant heldUntil) {}

  /** Adds or updates a request; a hold that it has remains. */
  void add(CopyRequest request) {
    byKey.merge(
        request.key(),
        new WaitingRequest(request, Instant.MIN),
        (known, fresh) -> new WaitingRequest(request, known.heldUntil));
  }

  /** Adds a request that gets no slot before a time, and lets others pass. */
  void hold(CopyRequest request, Instant until) {
    byKey.put(request.key(), new WaitingRequest(request, until));
  }

  void remove(String key) {
    byKey.remove(key);
  }

  void removeIf(Predicate<CopyRequest> condition) {
    byKey.values().removeIf(known -> condition.test(known.request));
  }

  boolean isHeld(String key, Instant now) {
    WaitingRequest known = byKey.get(key);
    return known != null && known.heldUntil.isAfter(now);
  }

  List<CopyRequest> all() {
    return byKey.values().stream().map(WaitingRequest::request).toList();
  }

  /** The requests that may get a slot now. */
  List<CopyRequest> candidates(Instant now) {
    return byKey.values().stream()
        .filter(known -> !known.heldUntil.isAfter(now))
        .map(WaitingRequest::request)
        .toList();
  }

  /** When the next held request may get a slot. */
  Optional<Instant> nextCandidate(Instant now) {
    return byKey.values().stream()
        .map(WaitingRequest::heldUntil)
        .filter(until -> until.isAfter(now))
        .min(Comparator.naturalOrder());
  }
}
