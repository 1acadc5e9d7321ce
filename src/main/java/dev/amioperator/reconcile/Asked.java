package dev.amioperator.reconcile;

import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads of EC2 that were asked for; their value is taken after independent reads were asked for as
 * well, so that all of them share a round with EC2.
 */
public final class Asked<T> {
  private final Supplier<T> value;

  private Asked(Supplier<T> value) {
    this.value = value;
  }

  /** Asks EC2 now; that an answer is pending or failed shows when the value is taken. */
  public static <T> Asked<T> of(Supplier<T> reads) {
    try {
      T value = reads.get();
      return new Asked<>(() -> value);
    } catch (ObservationPendingException pending) {
      return new Asked<>(
          () -> {
            throw pending;
          });
    }
  }

  /** Does all of these reads of EC2, then throws if the value of any is not to be had. */
  public static void all(Collection<Runnable> reads) {
    List<Asked<Runnable>> asked =
        reads.stream()
            .map(
                read ->
                    Asked.of(
                        () -> {
                          read.run();
                          return read;
                        }))
            .toList();
    asked.forEach(Asked::value);
  }

  /**
   * The answer of EC2.
   *
   * @throws ObservationPendingException when EC2 is still being asked, or could not be
   */
  public T value() {
    return value.get();
  }
}
