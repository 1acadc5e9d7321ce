package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ec2.Ec2CallException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * Cached credentials of a role, renewed before they end by the thread that needs them.
 *
 * <p>The SDK's own provider repeats a refused AssumeRole for every call; here a failure counts for
 * a minute. Other threads continue with the old credentials during a renewal, and after a failed
 * one, as long as they are valid. Their lifetime counts from the request, by the local clock alone:
 * a clock that differs from that of STS must not make them look expired.
 */
final class RoleSession implements AwsCredentialsProvider {
  /** As early as the SDK renews: calls under way end before their credentials. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /** Sessions that began together are renewed up to this part of their duration apart. */
  private static final int JITTER_PARTS = 12;

  /** A refused or failed AssumeRole is not repeated for so long, except to verify the account. */
  private static final Duration FAILURE_COUNTS = Duration.ofMinutes(1);

  private final AssumedRole role;
  private final Supplier<StsClient> sts;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Session session = Session.NONE;
  private volatile Failure failure = Failure.NONE;

  /**
   * @param sts the STS client with the credentials that assume the role
   */
  RoleSession(
      AssumedRole role, Supplier<StsClient> sts, InstantSource clock, RandomGenerator random) {
    this.role = role;
    this.sts = sts;
    this.clock = clock;
    this.random = random;
  }

  private record Session(AwsSessionCredentials credentials, Instant renewAt, Instant endsAt) {
    private static final Session NONE = new Session(null, Instant.MIN, Instant.MIN);
  }

  private record Failure(Ec2CallException cause, Instant countsUntil) {
    private static final Failure NONE = new Failure(null, Instant.MIN);
  }

  AssumedRole role() {
    return role;
  }

  /**
   * The credentials of the role's session.
   *
   * @throws Ec2CallException when there are none, and STS refuses AssumeRole or does not respond
   */
  @Override
  public AwsSessionCredentials resolveCredentials() {
    Session seen = session;
    Instant now = clock.instant();
    if (now.isBefore(seen.renewAt)) {
      return seen.credentials;
    }
    if (!now.isBefore(seen.endsAt)) {
      lock.lock();
    } else if (!lock.tryLock()) {
      return seen.credentials;
    }
    try {
      return renewedIfDue();
    } finally {
      lock.unlock();
    }
  }

  /** Lets the next call assume the role even if it was refused within the last minute. */
  void forgetFailure() {
    failure = Failure.NONE;
  }

  /** Drops credentials that AWS no longer accepts, unless they were replaced already. */
  void expired(String accessKeyId) {
    lock.lock();
    try {
      if (session.credentials != null && session.credentials.accessKeyId().equals(accessKeyId)) {
        session = Session.NONE;
      }
    } finally {
      lock.unlock();
    }
  }

  private AwsSessionCredentials renewedIfDue() {
    Instant now = clock.instant();
    Session old = session;
    if (now.isBefore(old.renewAt)) {
      return old.credentials;
    }
    // Read once: another thread may forget the failure meanwhile.
    Failure last = failure;
    if (!now.isBefore(last.countsUntil)) {
      last = renew(now);
    }
    if (now.isBefore(session.endsAt)) {
      return session.credentials;
    }
    throw last.cause;
  }

  private Failure renew(Instant now) {
    Failure result;
    try {
      session = assume(now);
      result = Failure.NONE;
    } catch (Ec2CallException refused) {
      result = new Failure(refused, now.plus(FAILURE_COUNTS).plus(upTo(FAILURE_COUNTS)));
    }
    failure = result;
    return result;
  }

  private Session assume(Instant now) {
    AssumeRoleRequest request =
        AssumeRoleRequest.builder()
            .roleArn(role.arn())
            .externalId(role.externalId())
            .roleSessionName(role.sessionName())
            .durationSeconds(Math.toIntExact(role.duration().toSeconds()))
            .tags(tags())
            .build();
    Credentials credentials =
        ApiCaller.classified(
                AwsCall.sts("AssumeRole", role.accountId()), () -> sts.get().assumeRole(request))
            .credentials();
    Instant endsAt = now.plus(role.duration());
    return new Session(
        AwsSessionCredentials.create(
            credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken()),
        endsAt.minus(MARGIN).minus(upTo(role.duration())),
        endsAt);
  }

  private List<Tag> tags() {
    return role.sessionTags().entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private Duration upTo(Duration whole) {
    return Duration.ofMillis(random.nextLong(whole.dividedBy(JITTER_PARTS).toMillis() + 1));
  }
}
