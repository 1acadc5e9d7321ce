package dev.amioperator.ownership;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2Reads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Gatherers;

/**
 * Reads of EC2 resources by id, in calls that concurrent callers share.
 *
 * <p>The first caller waits for others during a short window, then reads for all of them: each read
 * starts after every request for it, and EC2 leaves out an unknown id without an error. A failure
 * is that of each caller.
 */
final class ReadBatcher<R> {
  private final Duration window;
  private final Call<R> call;
  private final Function<R, String> id;
  private final Map<AccountRegion, Batch<R>> open = new HashMap<>();

  /** An EC2 call with ids as the values of a filter. */
  interface Call<R> {
    List<R> read(AccountRegion accountRegion, List<String> ids);
  }

  /**
   * @param window how long a call waits for the ids of other callers, in real time
   */
  ReadBatcher(Duration window, Call<R> call, Function<R, String> id) {
    this.window = window;
    this.call = call;
    this.id = id;
  }

  /** Ids to read together, and the resources that EC2 lists for them. */
  private record Batch<R>(Set<String> ids, CompletableFuture<List<R>> resources) {}

  /** The resources with these ids, by calls that start after the request. */
  List<R> read(AccountRegion accountRegion, Collection<String> ids) {
    return ids.stream()
        .distinct()
        .gather(Gatherers.windowFixed(Ec2Reads.FILTER_VALUES_PER_CALL))
        .flatMap(part -> readPart(accountRegion, part).stream())
        .toList();
  }

  private List<R> readPart(AccountRegion accountRegion, List<String> ids) {
    Batch<R> batch;
    boolean first;
    synchronized (open) {
      batch = open.get(accountRegion);
      first = batch == null || batch.ids.size() + ids.size() > Ec2Reads.FILTER_VALUES_PER_CALL;
      if (first) {
        batch = new Batch<>(new LinkedHashSet<>(ids), new CompletableFuture<>());
        open.put(accountRegion, batch);
      } else {
        batch.ids.addAll(ids);
      }
    }
    if (first) {
      complete(accountRegion, batch);
    }
    return resources(batch).stream().filter(resource -> ids.contains(id.apply(resource))).toList();
  }

  /** An interrupt, as at shutdown, only ends the wait. */
  private void awaitOthers() {
    try {
      Thread.sleep(window);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever fails from here on, no caller waits for ever. */
  private void complete(AccountRegion accountRegion, Batch<R> batch) {
    try {
      awaitOthers();
      batch.resources.complete(call.read(accountRegion, close(accountRegion, batch)));
    } catch (RuntimeException | Error failure) {
      close(accountRegion, batch);
      batch.resources.completeExceptionally(failure);
    }
  }

  /** Keeps other callers from joining, and returns the ids of those who did. */
  private List<String> close(AccountRegion accountRegion, Batch<R> batch) {
    synchronized (open) {
      open.remove(accountRegion, batch);
      return new ArrayList<>(batch.ids);
    }
  }

  private static <R> List<R> resources(Batch<R> batch) {
    try {
      return batch.resources.join();
    } catch (CompletionException failure) {
      switch (failure.getCause()) {
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        default -> throw failure;
      }
    }
  }
}
