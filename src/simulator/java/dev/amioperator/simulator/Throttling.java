package dev.amioperator.simulator;

import dev.amioperator.simulator.state.ApiError;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkRequest;

/**
 * Request limits of AWS: a token bucket per account, region, service and action. Its size is that
 * of the action's class, unless the action has a limit of its own. The limits are EC2's; the other
 * services have the same, as they document none. Off by default, so that tests with a stopped clock
 * are not throttled.
 */
public final class Throttling {
  /** Describe actions that have a smaller bucket for calls without a page size and a filter. */
  private static final Set<String> LIMITED_UNFILTERED =
      Set.of(
          "DescribeInstances",
          "DescribeInstanceStatus",
          "DescribeNetworkInterfaces",
          "DescribeSecurityGroups",
          "DescribeSnapshots",
          "DescribeSpotInstanceRequests",
          "DescribeVolumes");

  private final Map<String, Limit> limits = new HashMap<>();
  private final Map<Key, Bucket> buckets = new HashMap<>();
  private boolean enabled;

  Throttling() {
    limits.put("non-mutating", new Limit(100, 20));
    limits.put("unfiltered", new Limit(50, 10));
    limits.put("mutating", new Limit(50, 5));
    Limit tagging = new Limit(100, 10);
    Limit launching = new Limit(5, 2);
    Limit storing = new Limit(50, 0.1);
    Limit frequent = new Limit(100, 5);
    Limit ofAccount = new Limit(1, 0.1);
    limits.put("CopyImage", new Limit(100, 1));
    limits.put("DescribeStoreImageTasks", new Limit(50, 0.5));
    List.of("CreateTags", "DeleteTags").forEach(action -> limits.put(action, tagging));
    List.of("RunInstances", "StartInstances", "EnableFastLaunch", "DisableFastLaunch")
        .forEach(action -> limits.put(action, launching));
    List.of("CreateRestoreImageTask", "CreateStoreImageTask")
        .forEach(action -> limits.put(action, storing));
    List.of(
            "CreateLaunchTemplateVersion",
            "CreateSnapshot",
            "CreateSnapshots",
            "DeleteSnapshot",
            "DeregisterImage",
            "ModifyImageAttribute",
            "ModifyLaunchTemplate",
            "ModifySnapshotAttribute",
            "TerminateInstances")
        .forEach(action -> limits.put(action, frequent));
    List.of(
            "DisableImageBlockPublicAccess",
            "DisableSnapshotBlockPublicAccess",
            "EnableImageBlockPublicAccess",
            "EnableSnapshotBlockPublicAccess")
        .forEach(action -> limits.put(action, ofAccount));
  }

  /**
   * Size of an AWS token bucket and its refill rate.
   *
   * @param capacity how many calls a full bucket allows at once
   * @param perSecond tokens refilled per second
   */
  public record Limit(double capacity, double perSecond) {
    public Limit {
      if (!(capacity >= 1) || !(perSecond > 0)) {
        throw new IllegalArgumentException(
            "A bucket holds at least 1 token and fills at more than 0 a second");
      }
    }
  }

  private record Key(
      Service service, String accountId, String region, String action, String actionClass) {}

  private static final class Bucket {
    private double tokens;
    private Instant lastRefill;
  }

  /** Enables throttling of AWS calls, with full buckets. */
  public synchronized void enable() {
    enabled = true;
    buckets.clear();
  }

  /** Disables throttling of AWS calls. */
  public synchronized void disable() {
    enabled = false;
  }

  /** Whether AWS calls are throttled. */
  public synchronized boolean enabled() {
    return enabled;
  }

  /** Sets the limit of a class of AWS actions, or of a single action. */
  public synchronized void limit(String actionClass, Limit limit) {
    limits.put(actionClass, limit);
    buckets.clear();
  }

  /**
   * Takes a token for an AWS call.
   *
   * @throws ApiError with the code of the service, if the bucket is empty
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
            new Key(service, accountId, region, action, actionClass),
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
    return LIMITED_UNFILTERED.contains(action) && !isNarrowed(request)
        ? "unfiltered"
        : "non-mutating";
  }

  /** Whether a describe call of EC2 has a page size, filters or ids. */
  private static boolean isNarrowed(SdkRequest request) {
    return request.sdkFields().stream()
        .filter(field -> !field.memberName().equals("DryRun"))
        .map(field -> field.getValueOrDefault(request))
        .anyMatch(value -> value instanceof List<?> list ? !list.isEmpty() : value != null);
  }
}
