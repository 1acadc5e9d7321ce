package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageCreationAction.CopyImage;
import dev.amioperator.ec2.ImageCreationAction.CreateRestoreImageTask;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.InstanceAction.RunInstances;
import dev.amioperator.ec2.InstanceAction.TerminateInstances;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.simulator.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The adapter's rate limits against EC2's token buckets. */
class RateLimitsOverSimulatorTest extends AwsAdapterTestBase {
  private static final String IMAGE = "ami-0123456789abcdef0";
  private static final TagAction TAG = new TagAction.CreateTags(List.of(IMAGE), TAGS);

  @BeforeEach
  void throttle() {
    cloud.throttling().enable();
  }

  static Stream<AwsAction> actions() {
    return Stream.of(
        runInstances(),
        new TerminateInstances("i-0123456789abcdef0"),
        new ImageAction.EnableFastLaunch(IMAGE, FastLaunch.Settings.UNSPECIFIED),
        new ImageAction.DisableFastLaunch(IMAGE),
        new ImageAction.DeregisterImage(IMAGE, true),
        new ImageAction.DisableImage(IMAGE),
        new CreateRestoreImageTask("web", "bucket", "key", TAGS),
        new CopyImage(
            "web", "", "us-east-1", IMAGE, "token", Optional.empty(), Optional.empty(), TAGS),
        new SnapshotAction.DeleteSnapshot("snap-0123456789abcdef0"),
        TAG);
  }

  /** A busy operator is delayed by its own limits; EC2 has no reason to throttle it. */
  @ParameterizedTest
  @MethodSource("actions")
  void staysBelowEc2Limit(AwsAction action) {
    for (int second = 0; second < 120; second++) {
      sendUntilDelayed(() -> actions.execute(PLACE, action));
      cloud.clock().step(Duration.ofSeconds(1));
    }
    assertThat(cloud.journal().entries()).isNotEmpty();
    assertNotThrottled();
  }

  @Test
  void readsStayBelowEc2Limit() {
    for (int second = 0; second < 30; second++) {
      sendUntilDelayed(
          () -> reads.images(PLACE, ImageFilter.ownedBySelf(Map.of()), Optional.empty()));
      sendUntilDelayed(() -> reads.launchPermissions(PLACE, IMAGE));
      cloud.clock().step(Duration.ofSeconds(1));
    }
    assertNotThrottled();
  }

  /** Launches by others must not halve the rate of all writes. */
  @Test
  void throttledLaunchLeavesWritesAtFullRate() {
    cloud.throttling().disable();
    cloud.faults().add(Faults.Rule.forAction("RunInstances", new Faults.Effect.Throttle()));
    sendUntilDelayed(() -> actions.execute(PLACE, runInstances()));

    assertThat(sendUntilDelayed(() -> actions.execute(PLACE, TAG))).isEqualTo(50);
  }

  private void assertNotThrottled() {
    assertThat(cloud.journal().entries())
        .noneSatisfy(call -> assertThat(call.error()).isEqualTo("RequestLimitExceeded"));
  }

  /** Sends a call until the operator's own limit delays it; how many were sent. */
  private static int sendUntilDelayed(Runnable call) {
    for (int sent = 0; ; sent++) {
      try {
        call.run();
      } catch (Ec2CallException failure) {
        if (failure.errorClass() == ErrorClass.THROTTLED) {
          return sent;
        }
      }
    }
  }

  private static RunInstances runInstances() {
    return new RunInstances(
        IMAGE,
        "t3.small",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false,
        Optional.empty(),
        new RunInstances.UserData(new byte[0]),
        List.of(),
        "token",
        TAGS,
        TAGS);
  }
}
