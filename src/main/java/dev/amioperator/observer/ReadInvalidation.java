package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Ends of the last EC2 writes per owner: reads that began earlier are stale. */
final class ReadInvalidation {
  private final Map<Key, OwnerWrites> writes = new ConcurrentHashMap<>();

  private record Key(AccountRegion accountRegion, String owner) {}

  private record OwnerWrites(int inFlight, Optional<LogicalTime> lastEnd) {
    static final OwnerWrites NONE = new OwnerWrites(0, Optional.empty());

    boolean invalidates(LogicalTime readAt) {
      return inFlight > 0 || lastEnd.map(readAt::isBefore).orElse(false);
    }
  }

  void writeStarted(AccountRegion accountRegion, String owner) {
    writes.compute(
        new Key(accountRegion, owner),
        (key, before) ->
            before == null
                ? new OwnerWrites(1, Optional.empty())
                : new OwnerWrites(before.inFlight + 1, before.lastEnd));
  }

  void writeEnded(AccountRegion accountRegion, String owner, LogicalTime end) {
    writes.compute(
        new Key(accountRegion, owner),
        (key, before) -> new OwnerWrites(before.inFlight - 1, Optional.of(end)));
  }

  boolean invalidates(AccountRegion accountRegion, String owner, LogicalTime readAt) {
    return writesOf(accountRegion, owner).invalidates(readAt);
  }

  /** When the last EC2 write for an owner ended, if it is remembered. */
  Optional<Instant> lastWriteEnd(AccountRegion accountRegion, String owner) {
    return writesOf(accountRegion, owner).lastEnd.map(LogicalTime::at);
  }

  private OwnerWrites writesOf(AccountRegion accountRegion, String owner) {
    return writes.getOrDefault(new Key(accountRegion, owner), OwnerWrites.NONE);
  }

  void evict(Instant endedBefore) {
    writes
        .values()
        .removeIf(
            ended ->
                ended.inFlight == 0
                    && ended.lastEnd.map(end -> end.at().isBefore(endedBefore)).orElse(true));
  }
}
