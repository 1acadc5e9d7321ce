package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When something was last written for whom: a look-up that began before its end is stale. */
final class ReadInvalidation {
  private final Map<Key, OwnerWrites> writes = new ConcurrentHashMap<>();

  private record Key(AccountRegion accountRegion, String owner) {}

  private record OwnerWrites(int inFlight, Optional<LogicalTime> lastEnd) {
    static final OwnerWrites NONE = new OwnerWrites(0, Optional.empty());

    boolean invalidates(LogicalTime seen) {
      return inFlight > 0 || lastEnd.map(seen::isBefore).orElse(false);
    }
  }

  void writeStarted(AccountRegion accountRegion, String owner) {
    writes.compute(
        new Key(accountRegion, owner),
        (key, ownerWrites) ->
            ownerWrites == null
                ? new OwnerWrites(1, Optional.empty())
                : new OwnerWrites(ownerWrites.inFlight + 1, ownerWrites.lastEnd));
  }

  void writeEnded(AccountRegion accountRegion, String owner, LogicalTime end) {
    writes.compute(
        new Key(accountRegion, owner),
        (key, ownerWrites) -> new OwnerWrites(ownerWrites.inFlight - 1, Optional.of(end)));
  }

  boolean invalidates(AccountRegion accountRegion, String owner, LogicalTime seen) {
    return writes.getOrDefault(new Key(accountRegion, owner), OwnerWrites.NONE).invalidates(seen);
  }

  /** When the last write for an owner ended, of those that are remembered. */
  Optional<Instant> lastWriteEnd(AccountRegion accountRegion, String owner) {
    return writes
        .getOrDefault(new Key(accountRegion, owner), OwnerWrites.NONE)
        .lastEnd
        .map(LogicalTime::at);
  }

  void evict(Instant endedBefore) {
    writes
        .values()
        .removeIf(
            ownerWrites ->
                ownerWrites.inFlight == 0
                    && ownerWrites.lastEnd.map(end -> end.at().isBefore(endedBefore)).orElse(true));
  }
}
