package dev.amioperator.simulator;

import dev.amioperator.simulator.state.ApiError;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;

/**
 * Request limits: one token bucket for each account, region, service and class of action. The
 * limits are EC2's; the other services are given the same, because they tell none. It is off until
 * switched on, so that tests with a clock that stands still are not throttled by surprise.
 */
public final class Throttling {
  private final Map<String, Limit> limits = new HashMap<>();
  private final Map<Key, Bucket> buckets = new HashMap<>();
  private boolean enabled;

  Throttling() {
    limits.put("non-mutating", new Limit(100, 20));
    limits.put("unfiltered", new Limit(50, 10));
    limits.put("mutating", new Limit(50, 5));
    limits.put("RunInstances", new Limit(5, 2));
    limits.put("StartInstances", new Limit(5, 2));
    limits.put("CopyImage", new Limit(100, 1));
    limits.put("CreateTags", new Limit(100, 10));
  }

  /**
   * The size of a bucket and how fast it fills.
   *
   * @param capacity how many calls a full bucket allows at once
   * @param perSecond tokens that come back in a second
   */
  public record Limit(double capacity, double perSecond) {
    public Limit {
      if (!(capacity >= 1) || !(perSecond > 0)) {
        throw new IllegalArgumentException(
            "A bucket holds at least 1 token and fills at more than 0 a second");
      }
    }
  }

  private record Key(Service service, String accountId, String region, String actionClass) {}

  private static final class Bucket {
    private double tokens;
    private Instant lastRefill;
  }

  /** Begins to throttle, with full buckets. */
  public synchronized void enable() {
    enabled = true;
    buckets.clear();
  }

  /** Ends throttling. */
  public synchronized void disable() {
    enabled = false;
  }

  /** Whether calls are throttled. */
  public synchronized boolean enabled() {
    return enabled;
  }

  /** Sets the limit of a class, or gives an action a bucket of its own. */
  public synchronized void limit(String actionClass, Limit limit) {
    limits.put(actionClass, limit);
    buckets.clear();
  }

  /**
   * Takes a token for a call.
   *
   * @throws ApiError in the words of the service, if the bucket is empty
   */
  synchronized void acquire(
      Service service,
      String accountId,
      String region,
      String action,
      SdkRequest request,
      Instant now) {
    if (!enabled) {
      return;
    }
    String actionClass = actionClass(action, request);
    Limit limit = limits.get(actionClass);
    Bucket bucket =
        buckets.computeIfAbsent(
            new Key(service, accountId, region, actionClass),
            key -> {
              Bucket full = new Bucket();
              full.tokens = limit.capacity();
              full.lastRefill = now;
              return full;
            });
    double seconds = Duration.between(bucket.lastRefill, now).toNanos() / 1e9;
    bucket.tokens = Math.min(limit.capacity(), bucket.tokens + seconds * limit.perSecond());
    bucket.lastRefill = now;
    if (bucket.tokens < 1) {
      throw service.errorDialect().throttled();
    }
    bucket.tokens -= 1;
  }

  private String actionClass(String action, SdkRequest request) {
    if (limits.containsKey(action)) {
      return action;
    }
    boolean reads =
        action.startsWith("Describe") || action.startsWith("Get") || action.startsWith("List");
    if (!reads) {
      return "mutating";
    }
    return action.startsWith("Describe") && !isNarrowed(request) ? "unfiltered" : "non-mutating";
  }

  /** Whether a describe call asks for a page, filters or names what it wants. */
  private static boolean isNarrowed(SdkRequest request) {
    return request.sdkFields().stream()
        .filter(field -> !field.memberName().equals("DryRun"))
        .map(field -> field.getValueOrDefault(request))
        .anyMatch(value -> value instanceof List<?> list ? !list.isEmpty() : value != null);
  }
}
