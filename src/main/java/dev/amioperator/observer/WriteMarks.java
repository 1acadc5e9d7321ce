package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.Timeline.Moment;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When something was last written for whom: a look-up that began before its end is stale. */
final class WriteMarks {
  private final Map<Key, Mark> marks = new ConcurrentHashMap<>();

  private record Key(AccountRegion place, String owner) {}

  private record Mark(int underWay, Optional<Moment> lastEnd) {
    static final Mark NONE = new Mark(0, Optional.empty());

    boolean outdates(Moment seen) {
      return underWay > 0 || lastEnd.map(seen::isBefore).orElse(false);
    }
  }

  void begun(AccountRegion accountRegion, String owner) {
    marks.compute(
        new Key(accountRegion, owner),
        (key, mark) ->
            mark == null
                ? new Mark(1, Optional.empty())
                : new Mark(mark.underWay + 1, mark.lastEnd));
  }

  void ended(AccountRegion accountRegion, String owner, Moment end) {
    marks.compute(
        new Key(accountRegion, owner),
        (key, mark) -> new Mark(mark.underWay - 1, Optional.of(end)));
  }

  boolean outdates(AccountRegion accountRegion, String owner, Moment seen) {
    return marks.getOrDefault(new Key(accountRegion, owner), Mark.NONE).outdates(seen);
  }

  /** When the last write for an owner ended, of those that are remembered. */
  Optional<Instant> lastEnd(AccountRegion accountRegion, String owner) {
    return marks.getOrDefault(new Key(accountRegion, owner), Mark.NONE).lastEnd.map(Moment::at);
  }

  void forget(Instant endedBefore) {
    marks
        .values()
        .removeIf(
            mark ->
                mark.underWay == 0
                    && mark.lastEnd.map(end -> end.at().isBefore(endedBefore)).orElse(true));
  }
}
