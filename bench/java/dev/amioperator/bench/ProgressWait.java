package dev.amioperator.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Wait for a state of the AmiCopies, whose progress is printed every ten seconds. */
final class ProgressWait {
  private static final Duration SHOWN_EVERY = Duration.ofSeconds(10);
  private static final Duration CHECKED_EVERY = Duration.ofMillis(200);

  private ProgressWait() {}

  /** Waits until the AmiCopies fulfil a condition; false if that takes longer than the limit. */
  static boolean until(BooleanSupplier condition, Duration limit, Supplier<String> progress)
      throws InterruptedException {
    Instant start = Instant.now();
    Instant shown = start;
    while (!condition.getAsBoolean()) {
      Instant now = Instant.now();
      if (now.isAfter(start.plus(limit))) {
        return false;
      }
      if (now.isAfter(shown.plus(SHOWN_EVERY))) {
        System.err.printf("%5d s  %s%n", Duration.between(start, now).toSeconds(), progress.get());
        shown = now;
      }
      Thread.sleep(CHECKED_EVERY);
    }
    return true;
  }
}
