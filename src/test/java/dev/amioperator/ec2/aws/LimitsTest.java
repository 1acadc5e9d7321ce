package dev.amioperator.ec2.aws;

import static dev.amioperator.observer.Things.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import dev.amioperator.observer.SteppedTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private final SteppedTime time = new SteppedTime();
  private final RateLimiter limits = new RateLimiter(time);

  @Test
  void aBurstGoesThroughAndThenTheSteadyRate() {
    assertThat(granted(PLACE, ActionClass.READ)).isEqualTo(50);

    time.pass(Duration.ofSeconds(1));
    assertThat(granted(PLACE, ActionClass.READ)).isEqualTo(10);
  }

  @Test
  void noPauseSavesUpMoreThanTheBurst() {
    granted(PLACE, ActionClass.WRITE);
    time.pass(Duration.ofDays(1));

    assertThat(granted(PLACE, ActionClass.WRITE)).isEqualTo(50);
  }

  @Test
  void regionsAccountsAndClassesHaveTheirOwnBuckets() {
    granted(PLACE, ActionClass.READ);

    assertThat(
            granted(new AccountRegion("default", PLACE.accountId(), "us-east-1"), ActionClass.READ))
        .isPositive();
    assertThat(
            granted(new AccountRegion("other", "999999999999", PLACE.region()), ActionClass.READ))
        .isPositive();
    assertThat(granted(PLACE, ActionClass.WRITE)).isPositive();
  }

  @Test
  void twoAwsAccountsWithTheSameAccountIdShareABucket() {
    granted(PLACE, ActionClass.READ);

    assertThat(
            granted(
                new AccountRegion("again", PLACE.accountId(), PLACE.region()), ActionClass.READ))
        .isZero();
  }

  @Test
  void aThrottledAnswerStopsTheClassAndHalvesItsRate() {
    limits.throttled(PLACE, ActionClass.READ);
    assertThat(granted(PLACE, ActionClass.READ)).isZero();

    time.pass(Duration.ofSeconds(2));
    assertThat(granted(PLACE, ActionClass.READ)).isEqualTo(10);
    assertThat(granted(PLACE, ActionClass.WRITE)).isEqualTo(50);
  }

  @Test
  void aRowOfThrottledAnswersAtOnceCountsOnce() {
    limits.throttled(PLACE, ActionClass.READ);
    limits.throttled(PLACE, ActionClass.READ);
    limits.throttled(PLACE, ActionClass.READ);

    time.pass(Duration.ofSeconds(2));
    assertThat(granted(PLACE, ActionClass.READ)).isEqualTo(10);
  }

  @Test
  void throttlingThatGoesOnSlowsDownFurtherButNeverToNothing() {
    for (int i = 0; i < 60; i++) {
      limits.throttled(PLACE, ActionClass.READ);
      time.pass(Duration.ofSeconds(1));
    }
    granted(PLACE, ActionClass.READ);

    time.pass(Duration.ofSeconds(8));
    assertThat(granted(PLACE, ActionClass.READ)).isEqualTo(5);
  }

  @Test
  void theRateRecoversWhenThrottlingEnds() {
    limits.throttled(PLACE, ActionClass.READ);
    time.pass(Duration.ofSeconds(30));
    granted(PLACE, ActionClass.READ);

    time.pass(Duration.ofSeconds(1));
    assertThat(granted(PLACE, ActionClass.READ)).isEqualTo(10);
  }

  /** How many calls go through before one is held back. */
  private int granted(AccountRegion accountRegion, ActionClass actionClass) {
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
