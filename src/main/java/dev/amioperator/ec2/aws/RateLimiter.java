package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Token buckets that limit EC2 calls per account, region and class of action.
 *
 * <p>EC2 throttles each action of an account and region by such a bucket (EC2 developer guide,
 * request throttling), which the operator shares with every client of the account; so it stays
 * below EC2's limits and slows down when EC2 throttles. No thread waits for a token: an empty
 * bucket fails the call with THROTTLED.
 */
public final class RateLimiter {
  private final InstantSource clock;
  private final Map<Key, TokenBucket> buckets = new ConcurrentHashMap<>();

  public RateLimiter(InstantSource clock) {
    this.clock = clock;
  }

  /** A class of AWS actions that share a token bucket. */
  public enum ActionClass {
    /** Half of the 100 calls and 20 a second that EC2 grants each non-mutating action. */
    READ(50, 10),
    /** A quarter of that: reads without a batch must not crowd out the others. */
    PER_IMAGE_READ(25, 5),
    /**
     * A little less than the 100 calls and 20 a second that EC2 grants DescribeImageReferences
     * alone, which hardly any other program calls: large accounts need thousands of them.
     */
    REFERENCES_READ(90, 19),
    /** An eighth of the 40 GetParameters a second that SSM grants an account. */
    PARAMETER_READ(20, 5),
    /** Pages of Auto Scaling, whose limits AWS does not publish: the scaling itself needs them. */
    SCALING_READ(20, 5),
    /** The limit that EC2 grants most mutating actions, for all of the operator's together. */
    WRITE(50, 5),
    /** The refill of CopyImage, 1 a second, and most of its burst of 100: copies come in waves. */
    COPY(95, 1),
    /** About half of the 5 calls and 2 a second that EC2 grants RunInstances. */
    LAUNCH(3, 1),
    /** The limit of EnableFastLaunch and of DisableFastLaunch, for both together. */
    FAST_LAUNCH(5, 2),
    /** The refill of CreateRestoreImageTask, 1 in 10 seconds, and half of its burst of 50. */
    RESTORE(25, 0.1);

    private final int burst;
    private final double perSecond;

    ActionClass(int burst, double perSecond) {
      this.burst = burst;
      this.perSecond = perSecond;
    }
  }

  private record Key(String accountId, String region, ActionClass actionClass) {}

  /**
   * Takes the token for an EC2 call.
   *
   * @throws Ec2CallException THROTTLED when the bucket is empty; do not send the call then
   */
  public void acquire(AccountRegion region, ActionClass actionClass, String action) {
    TokenBucket bucket = bucket(region, actionClass);
    Duration delay;
    synchronized (bucket) {
      if (bucket.tryAcquire(clock.instant())) {
        return;
      }
      delay = bucket.untilNext();
    }
    CallMetrics.delayed(region.accountId(), region.region(), actionClass, delay);
    throw Ec2CallException.unsent(
        action,
        "the operator delays calls of this kind in %s to stay below EC2's rate limits"
            .formatted(region));
  }

  /** Slows a class of calls down after EC2 answered RequestLimitExceeded. */
  public void throttled(AccountRegion region, ActionClass actionClass) {
    TokenBucket bucket = bucket(region, actionClass);
    synchronized (bucket) {
      bucket.throttled(clock.instant());
    }
  }

  private TokenBucket bucket(AccountRegion region, ActionClass actionClass) {
    return buckets.computeIfAbsent(
        new Key(region.accountId(), region.region(), actionClass),
        key -> new TokenBucket(actionClass.burst, actionClass.perSecond, clock.instant()));
  }
}
