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
 * An EC2 listing of many pages, complete or failed. Where the operator's rate limit holds a page
 * back, the listing continues from that page later, so that no number of pages is too large.
 */
final class PagedListing<T> {
  /** Time in which even the slowest of the rate limiter's buckets gets a token. */
  static final Duration RATE_LIMIT_RETRY_DELAY = Duration.ofSeconds(1);

  private final TaskScheduler scheduler;
  private final Function<Optional<String>, Page<T>> pages;
  private final CompletableFuture<List<T>> result = new CompletableFuture<>();
  private final List<T> items = new ArrayList<>();
  private Optional<String> token = Optional.empty();

  private PagedListing(TaskScheduler scheduler, Function<Optional<String>, Page<T>> pages) {
    this.scheduler = scheduler;
    this.pages = pages;
  }

  /** Starts an EC2 listing in the caller's thread; every failure is the future's. */
  static <T> CompletableFuture<List<T>> start(
      TaskScheduler scheduler, Function<Optional<String>, Page<T>> pages) {
    PagedListing<T> listing = new PagedListing<>(scheduler, pages);
    listing.fetchPages();
    return listing.result;
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
        scheduler.schedule(RATE_LIMIT_RETRY_DELAY, this::fetchPages);
      } else {
        result.completeExceptionally(failure);
      }
    } catch (RuntimeException fault) {
      result.completeExceptionally(fault);
    }
  }
}
