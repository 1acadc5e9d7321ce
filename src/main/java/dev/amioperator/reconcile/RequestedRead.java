package dev.amioperator.reconcile;

import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import java.util.Collection;
import java.util.function.Supplier;

/** Requested reads of EC2, so that independent reads share a batch before any is awaited. */
public final class RequestedRead<T> {
  private final Supplier<T> value;

  private RequestedRead(Supplier<T> value) {
    this.value = value;
  }

  /** Requests reads of EC2 now; taking the value throws if they are pending or failed. */
  public static <T> RequestedRead<T> of(Supplier<T> reads) {
    try {
      T value = reads.get();
      return new RequestedRead<>(() -> value);
    } catch (ObservationPendingException pending) {
      return new RequestedRead<>(
          () -> {
            throw pending;
          });
    }
  }

  /** Requests all these reads of EC2, then throws if any is pending or failed. */
  public static void all(Collection<Runnable> reads) {
    reads.stream().map(RequestedRead::request).toList().forEach(RequestedRead::value);
  }

  private static RequestedRead<Void> request(Runnable read) {
    return of(
        () -> {
          read.run();
          return null;
        });
  }

  /**
   * The value that EC2 returned.
   *
   * @throws ObservationPendingException when the read is pending or failed
   */
  public T value() {
    return value.get();
  }
}
