package dev.amioperator.copy.queue;

import dev.amioperator.copy.queue.CopyLimit.CallsUnderWay;
import dev.amioperator.copy.queue.CopyLimit.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Slots of an account and region for calls of CopyImage that EC2 has not answered. Not thread-safe.
 */
final class Reservations {
  private final Duration lifetime;
  private final Map<String, Reservation> byKey = new LinkedHashMap<>();

  /** A slot for a call of CopyImage, and the check that it passed. */
  private record Reservation(CopyRequest request, Check check, Instant at) {}

  Reservations(Duration lifetime) {
    this.lifetime = lifetime;
  }

  void add(CopyRequest request, Check check, Instant now) {
    byKey.put(request.key(), new Reservation(request, check, now));
  }

  /** Extends a slot whose call has no known outcome: EC2 may have started the copy. */
  void extend(CopyRequest request, Instant now) {
    byKey.computeIfPresent(
        request.key(), (key, known) -> new Reservation(request, known.check, now));
  }

  /** The check that the removed slot passed, if there was a slot. */
  Optional<Check> remove(String key) {
    return Optional.ofNullable(byKey.remove(key)).map(Reservation::check);
  }

  void removeIf(Predicate<CopyRequest> condition) {
    byKey.values().removeIf(known -> condition.test(known.request));
  }

  /** Gives back the slots for which CopyImage was not called in time. */
  void expire(Instant now) {
    byKey.values().removeIf(known -> !known.at.plus(lifetime).isAfter(now));
  }

  /** When the slot of a request is given back; empty if it has none. */
  Optional<Instant> until(String key) {
    return Optional.ofNullable(byKey.get(key)).map(known -> known.at.plus(lifetime));
  }

  Optional<Instant> earliestEnd() {
    return byKey.values().stream()
        .map(known -> known.at.plus(lifetime))
        .min(Comparator.naturalOrder());
  }

  Collection<CopyRequest> requests() {
    return byKey.values().stream().map(Reservation::request).toList();
  }

  CopyLoad load() {
    return requests().stream().map(CopyRequest::load).reduce(CopyLoad.NONE, CopyLoad::plus);
  }

  CallsUnderWay callsUnderWay() {
    CallsUnderWay calls = CallsUnderWay.NONE;
    for (Reservation reservation : List.copyOf(byKey.values())) {
      calls = calls.plus(reservation.check);
    }
    return calls;
  }
}
