package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.CacheEntry.FetchedValue;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Metrics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Sends queries to EC2, as many in a call as fit. */
final class QueryBatcher<T> implements QueryCache.QueryExecutor<T> {
  private static final Logger LOG = Logger.getLogger(QueryBatcher.class);

  private final String name;
  private final LogicalClock clock;
  private final RegionReads reads;
  private final QueryType.Batches<T> batches;

  /**
   * @param name of the query type, the label of {@code ami_operator_batch_size}
   */
  QueryBatcher(String name, LogicalClock clock, RegionReads reads, QueryType.Batches<T> batches) {
    this.name = name;
    this.clock = clock;
    this.reads = reads;
    this.batches = batches;
  }

  private enum BatchResult {
    DONE,
    /** A key makes EC2 refuse the call for all. */
    SPLIT,
    RATE_LIMITED
  }

  /** How many keys fit into an EC2 call. */
  int size() {
    return batches.size().applyAsInt(reads);
  }

  /** Sends batches to EC2; a batch that the rate limit delays delays the rest. */
  @Override
  public void execute(QueryCache<T> cache, List<String> keys) {
    int size = size();
    Deque<List<String>> open = new ArrayDeque<>();
    for (int from = 0; from < keys.size(); from += size) {
      open.add(keys.subList(from, Math.min(keys.size(), from + size)));
    }
    while (!open.isEmpty()) {
      List<String> batch = open.poll();
      switch (fetch(cache, batch)) {
        case DONE -> {}
        case SPLIT -> {
          open.addFirst(batch.subList(batch.size() / 2, batch.size()));
          open.addFirst(batch.subList(0, batch.size() / 2));
        }
        case RATE_LIMITED -> {
          List<String> left = new ArrayList<>(batch);
          open.forEach(left::addAll);
          cache.requeue(left);
          return;
        }
      }
    }
  }

  private BatchResult fetch(QueryCache<T> cache, List<String> batch) {
    LogicalTime began = clock.next();
    try {
      Map<String, T> answers = batches.call().apply(reads, batch);
      countKeys(batch.size());
      cache.completed(batch, key -> Optional.of(fetchedValue(cache, key, answers, began)));
      return BatchResult.DONE;
    } catch (Ec2CallException failure) {
      if (failure.limitedLocally()) {
        return BatchResult.RATE_LIMITED;
      }
      if (batch.size() > 1 && causedBySingleKey(failure)) {
        return BatchResult.SPLIT;
      }
      cache.failed(batch, failure);
      return BatchResult.DONE;
    } catch (RuntimeException fault) {
      LOG.error("An EC2 read failed; this is a bug in the operator", fault);
      cache.failed(batch, Ec2CallException.operatorFault("EC2 read", fault));
      return BatchResult.DONE;
    }
  }

  /** Cost: a summary for each query type, of which there are about fifteen. */
  private void countKeys(int keys) {
    DistributionSummary.builder("ami.operator.batch.size")
        .description("Keys that share an AWS call, such as image ids")
        .tag("query", name.replaceFirst(" (in|of)$", ""))
        .register(Metrics.globalRegistry)
        .record(keys);
  }

  /** Whether EC2 refused the whole call because of a single key. */
  private static boolean causedBySingleKey(Ec2CallException failure) {
    return switch (failure.errorClass()) {
      case NOT_FOUND, INVALID, WRONG_STATE -> true;
      case ALREADY_EXISTS,
          IN_USE,
          PROTECTED,
          THROTTLED,
          QUOTA,
          DENIED,
          ACCOUNT_UNAVAILABLE,
          UNSUPPORTED,
          CLOCK_SKEW,
          NOT_OWNED,
          TRANSIENT ->
          false;
    };
  }

  private FetchedValue<T> fetchedValue(
      QueryCache<T> cache, String key, Map<String, T> answers, LogicalTime began) {
    T answer = answers.get(key);
    return new FetchedValue<>(
        answer != null ? answer : batches.whenMissing().apply(cache.lastValue(key), began.at()),
        began);
  }
}
