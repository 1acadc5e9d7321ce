package dev.amioperator.ec2.aws;

import static dev.amioperator.observer.ObserverFixtures.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import dev.amioperator.observer.SteppedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final SteppedClock time = new SteppedClock();
  private final RateLimiter limits = new RateLimiter(time);

  @Test
  void allowsBurstThenSteadyRate() {
    assertThat(grantedCalls(PLACE, ActionClass.READ)).isEqualTo(50);

    time.advance(Duration.ofSeconds(1));
    assertThat(grantedCalls(PLACE, ActionClass.READ)).isEqualTo(10);
  }

  @Test
  void capsSavedTokensAtBurst() {
    grantedCalls(PLACE, ActionClass.WRITE);
    time.advance(Duration.ofDays(1));

    assertThat(grantedCalls(PLACE, ActionClass.WRITE)).isEqualTo(50);
  }

  @Test
  void separatesRegionsAccountsAndClasses() {
    grantedCalls(PLACE, ActionClass.READ);

    assertThat(
            grantedCalls(
                new AccountRegion("default", PLACE.accountId(), "us-east-1"), ActionClass.READ))
        .isPositive();
    assertThat(
            grantedCalls(
                new AccountRegion("other", "999999999999", PLACE.region()), ActionClass.READ))
        .isPositive();
    assertThat(grantedCalls(PLACE, ActionClass.WRITE)).isPositive();
  }

  @Test
  void sharesBucketByAccountId() {
    grantedCalls(PLACE, ActionClass.READ);

    assertThat(
            grantedCalls(
                new AccountRegion("again", PLACE.accountId(), PLACE.region()), ActionClass.READ))
        .isZero();
  }

  @Test
  void halvesRateAfterThrottling() {
    limits.throttled(PLACE, ActionClass.READ);
    assertThat(grantedCalls(PLACE, ActionClass.READ)).isZero();

    time.advance(Duration.ofSeconds(2));
    assertThat(grantedCalls(PLACE, ActionClass.READ)).isEqualTo(10);
    assertThat(grantedCalls(PLACE, ActionClass.WRITE)).isEqualTo(50);
  }

  @Test
  void countsConcurrentThrottlingOnce() {
    limits.throttled(PLACE, ActionClass.READ);
    limits.throttled(PLACE, ActionClass.READ);
    limits.throttled(PLACE, ActionClass.READ);

    time.advance(Duration.ofSeconds(2));
    assertThat(grantedCalls(PLACE, ActionClass.READ)).isEqualTo(10);
  }

  @Test
  void slowsDownToMinimumRate() {
    for (int i = 0; i < 60; i++) {
      limits.throttled(PLACE, ActionClass.READ);
      time.advance(Duration.ofSeconds(1));
    }
    grantedCalls(PLACE, ActionClass.READ);

    time.advance(Duration.ofSeconds(8));
    assertThat(grantedCalls(PLACE, ActionClass.READ)).isEqualTo(5);
  }

  @Test
  void recoversRateAfterThrottling() {
    limits.throttled(PLACE, ActionClass.READ);
    time.advance(Duration.ofSeconds(30));
    grantedCalls(PLACE, ActionClass.READ);

    time.advance(Duration.ofSeconds(1));
    assertThat(grantedCalls(PLACE, ActionClass.READ)).isEqualTo(10);
  }

  /** Counts the EC2 calls granted before the first is limited. */
  private int grantedCalls(AccountRegion accountRegion, ActionClass actionClass) {
    for (int calls = 0; ; calls++) {
      try {
        limits.acquire(accountRegion, actionClass, "DescribeImages");
      } catch (Ec2CallException failure) {
        assertThat(failure.errorClass()).isEqualTo(Ec2CallException.ErrorClass.THROTTLED);
        assertThat(failure.limitedLocally()).isTrue();
        return calls;
      }
    }
  }
}
