package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** The buckets of the EC2 developer guide, request throttling (ec2-api-throttling.html). */
class ThrottlingTest {
  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-03-01T12:00:00Z")));
  private final Ec2Client ec2 = cloud.ec2(Caller.of("123456789012"), "eu-west-1");

  @BeforeEach
  void enable() {
    cloud.throttling().enable();
  }

  @Test
  void allowsPagedDescribeBurstOf100() {
    assertThat(allowed(() -> ec2.describeImages(r -> r.maxResults(5)), 150)).isEqualTo(100);
    cloud.clock().step(Duration.ofSeconds(1));
    assertThat(allowed(() -> ec2.describeImages(r -> r.maxResults(5)), 150)).isEqualTo(20);
  }

  @Test
  void unfilteredDescribeHasSmallerBucket() {
    assertThat(allowed(() -> ec2.describeSnapshots(r -> {}), 150)).isEqualTo(50);
    assertThat(allowed(() -> ec2.describeSnapshots(r -> r.ownerIds("self")), 1)).isEqualTo(1);
    assertThat(allowed(() -> ec2.describeImages(r -> {}), 150)).isEqualTo(100);
  }

  @Test
  void eachActionHasBucket() {
    assertThat(allowed(() -> ec2.disableImage(r -> r.imageId("ami-1")), 150)).isEqualTo(50);
    assertThat(allowed(() -> ec2.enableImage(r -> r.imageId("ami-1")), 150)).isEqualTo(50);
    assertThat(allowed(() -> ec2.createTags(r -> {}), 150)).isEqualTo(100);
  }

  @Test
  void launchesHaveSmallestBuckets() {
    assertThat(allowed(() -> ec2.runInstances(r -> {}), 150)).isEqualTo(5);
    assertThat(allowed(() -> ec2.enableFastLaunch(r -> {}), 150)).isEqualTo(5);
    assertThat(allowed(() -> ec2.disableFastLaunch(r -> {}), 150)).isEqualTo(5);
    assertThat(allowed(() -> ec2.createRestoreImageTask(r -> {}), 150)).isEqualTo(50);
    cloud.clock().step(Duration.ofSeconds(10));
    assertThat(allowed(() -> ec2.createRestoreImageTask(r -> {}), 150)).isEqualTo(1);
  }

  @Test
  void separatesBucketsByAccountAndRegion() {
    allowed(() -> ec2.describeImages(r -> {}), 150);
    Ec2Client elsewhere = cloud.ec2(Caller.of("123456789012"), "us-east-1");
    Ec2Client other = cloud.ec2(Caller.of("111122223333"), "eu-west-1");
    assertThat(allowed(() -> elsewhere.describeImages(r -> {}), 1)).isEqualTo(1);
    assertThat(allowed(() -> other.describeImages(r -> {}), 1)).isEqualTo(1);
  }

  @Test
  void supportsBucketPerAction() {
    cloud.throttling().limit("DescribeImages", new Throttling.Limit(2, 1));
    assertThat(allowed(() -> ec2.describeImages(r -> {}), 5)).isEqualTo(2);
    assertThatIllegalArgumentException().isThrownBy(() -> new Throttling.Limit(0, 1));
  }

  @Test
  void throwsThrottlingExceptionOfSdk() {
    allowed(() -> ec2.describeImages(r -> {}), 100);
    assertThatThrownBy(() -> ec2.describeImages(r -> {}))
        .isInstanceOfSatisfying(
            Ec2Exception.class, e -> assertThat(e.isThrottlingException()).isTrue());
    assertThat(cloud.journal().entries().getLast().error()).isEqualTo("RequestLimitExceeded");
  }

  @Test
  void doesNotThrottleWhenDisabled() {
    cloud.throttling().disable();
    assertThat(allowed(() -> ec2.describeImages(r -> {}), 500)).isEqualTo(500);
  }

  /** How many of the calls are let in, whatever their answer. */
  private static int allowed(Runnable call, int times) {
    int allowed = 0;
    for (int i = 0; i < times; i++) {
      try {
        call.run();
        allowed++;
      } catch (Ec2Exception e) {
        allowed += e.isThrottlingException() ? 0 : 1;
      }
    }
    return allowed;
  }
}
