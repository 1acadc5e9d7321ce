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
 * An EC2 listing of many pages. It counts only when every page is in; where our own rate limit
 * holds it back, it continues from the same page a little later, so that no number of pages is too
 * large.
 */
final class PagedListing<T> {
  /** By then, the slowest of our buckets has another token. */
  static final Duration RATE_LIMIT_RETRY_DELAY = Duration.ofSeconds(1);

  private final TaskScheduler taskScheduler;
  private final Function<Optional<String>, Page<T>> pages;
  private final CompletableFuture<List<T>> result = new CompletableFuture<>();
  private final List<T> items = new ArrayList<>();
  private Optional<String> token = Optional.empty();

  private PagedListing(TaskScheduler taskScheduler, Function<Optional<String>, Page<T>> pages) {
    this.taskScheduler = taskScheduler;
    this.pages = pages;
  }

  /** Begins in the caller's thread. A failure is the future's, whatever it is. */
  static <T> CompletableFuture<List<T>> start(
      TaskScheduler taskScheduler, Function<Optional<String>, Page<T>> pages) {
    PagedListing<T> pagedListing = new PagedListing<>(taskScheduler, pages);
    pagedListing.fetchPages();
    return pagedListing.result;
  }

  private void fetchPages() {
    try {
      do {
        Page<T> page = pages.apply(token);
        items.addAll(page.items());
        token = page.nextToken();
      } while (token.isPresent());
      result.complete(items);
    } catch (Ec2CallException failure) {
      if (failure.limitedLocally()) {
        taskScheduler.schedule(RATE_LIMIT_RETRY_DELAY, this::fetchPages);
      } else {
        result.completeExceptionally(failure);
      }
    } catch (RuntimeException fault) {
      result.completeExceptionally(fault);
    }
  }
}
