package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import java.util.function.Supplier;

/**
 * Lets the observer know of writes: what it saw of the owner before the end of the call does not
 * count after it. A failed call is no exception, its answer may have been lost after the effect.
 */
record InvalidatingWriter(ReadInvalidation readInvalidation, Supplier<LogicalTime> nextTime) {
  void execute(AccountRegion accountRegion, String owner, Runnable write) {
    execute(
        accountRegion,
        owner,
        () -> {
          write.run();
          return null;
        });
  }

  <T> T execute(AccountRegion accountRegion, String owner, Supplier<T> write) {
    readInvalidation.writeStarted(accountRegion, owner);
    try {
      return write.get();
    } finally {
      readInvalidation.writeEnded(accountRegion, owner, nextTime.get());
    }
  }
}
