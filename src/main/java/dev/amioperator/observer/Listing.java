package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A listing of many pages. It counts only when every page is in; where our own rate limit holds it
 * back, it goes on from the same page a little later, so that no number of pages is too large.
 */
final class Listing<T> {
  /** By then, the slowest of our buckets has another token. */
  static final Duration HELD_BACK_PAUSE = Duration.ofSeconds(1);

  private final Background background;
  private final Function<Optional<String>, Page<T>> pages;
  private final CompletableFuture<List<T>> result = new CompletableFuture<>();
  private final List<T> items = new ArrayList<>();
  private Optional<String> token = Optional.empty();

  private Listing(Background background, Function<Optional<String>, Page<T>> pages) {
    this.background = background;
    this.pages = pages;
  }

  /** Begins in the caller's thread. A failure is the future's, whatever it is. */
  static <T> CompletableFuture<List<T>> of(
      Background background, Function<Optional<String>, Page<T>> pages) {
    Listing<T> listing = new Listing<>(background, pages);
    listing.proceed();
    return listing.result;
  }

  private void proceed() {
    try {
      do {
        Page<T> page = pages.apply(token);
        items.addAll(page.items());
        token = page.nextToken();
      } while (token.isPresent());
      result.complete(items);
    } catch (Ec2CallException failure) {
      if (failure.limitedLocally()) {
        background.after(HELD_BACK_PAUSE, this::proceed);
      } else {
        result.completeExceptionally(failure);
      }
    } catch (RuntimeException fault) {
      result.completeExceptionally(fault);
    }
  }
}
