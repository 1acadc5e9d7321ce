package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.Timeline.Moment;
import java.util.function.Supplier;

/**
 * Lets the observer know of writes: what it saw of the owner before the end of the call does not
 * count after it. A failed call is no exception, its answer may have been lost after the effect.
 */
record Marking(WriteMarks marks, Supplier<Moment> mark) {
  void of(AccountRegion accountRegion, String owner, Runnable write) {
    of(
        accountRegion,
        owner,
        () -> {
          write.run();
          return null;
        });
  }

  <T> T of(AccountRegion accountRegion, String owner, Supplier<T> write) {
    marks.begun(accountRegion, owner);
    try {
      return write.get();
    } finally {
      marks.ended(accountRegion, owner, mark.get());
    }
  }
}
