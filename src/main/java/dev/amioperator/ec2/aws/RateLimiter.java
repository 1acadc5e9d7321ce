package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many calls the operator makes: token buckets per AWS account, region and class of action. EC2
 * itself throttles each action of an account and region by such a bucket, which the operator shares
 * with all else that the account does; so it stays below EC2's figures and slows down as soon as
 * EC2 says so. No thread waits for a token: an empty bucket is a failure of the call, THROTTLED.
 */
public final class RateLimiter {
  private final InstantSource clock;
  private final Map<Key, TokenBucket> buckets = new ConcurrentHashMap<>();

  public RateLimiter(InstantSource clock) {
    this.clock = clock;
  }

  /** Classes of actions that draw on one bucket. */
  public enum ActionClass {
    /** Half of the 100 calls and 20 a second that EC2 grants each non-mutating action. */
    READ(50, 10),
    /** A quarter of the same: reads that have no batch must not crowd out the others. */
    PER_IMAGE_READ(25, 5),
    /** An eighth of the 40 a second that SSM grants an account for all its GetParameters. */
    PARAMETER_READ(20, 5),
    /** The smallest that EC2 grants any of the writes made here, for all of them together. */
    WRITE(50, 5),
    /** CopyImage refills at 1 a second; half of its burst of 100. */
    COPY(50, 1);

    private final int burst;
    private final double perSecond;

    ActionClass(int burst, double perSecond) {
      this.burst = burst;
      this.perSecond = perSecond;
    }
  }

  private record Key(String accountId, String region, ActionClass actionClass) {}

  /**
   * Takes the token for one call.
   *
   * @throws Ec2CallException THROTTLED when there is none; the call must not be made then
   */
  public void acquire(AccountRegion accountRegion, ActionClass actionClass, String action) {
    TokenBucket bucket = bucket(accountRegion, actionClass);
    synchronized (bucket) {
      if (bucket.tryAcquire(clock.instant())) {
        return;
      }
    }
    throw Ec2CallException.unsent(
        action,
        "the operator makes no more calls of this kind in "
            + accountRegion
            + " for the moment, to stay below EC2's rate limits");
  }

  /** EC2 answered a call with RequestLimitExceeded: fewer of its class for a while. */
  public void throttled(AccountRegion accountRegion, ActionClass actionClass) {
    TokenBucket bucket = bucket(accountRegion, actionClass);
    synchronized (bucket) {
      bucket.throttled(clock.instant());
    }
  }

  private TokenBucket bucket(AccountRegion accountRegion, ActionClass actionClass) {
    return buckets.computeIfAbsent(
        new Key(accountRegion.accountId(), accountRegion.region(), actionClass),
        key -> new TokenBucket(actionClass.burst, actionClass.perSecond, clock.instant()));
  }
}
