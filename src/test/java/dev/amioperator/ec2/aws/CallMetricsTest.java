package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.simulator.Faults.Effect;
import dev.amioperator.simulator.Faults.Rule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each AWS call is counted once, by its result. */
class CallMetricsTest extends AwsAdapterTestBase {
  private static final String IMAGE = "ami-0123456789abcdef0";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @BeforeEach
  void register() {
    Metrics.globalRegistry.add(registry);
  }

  @AfterEach
  void unregister() {
    Metrics.globalRegistry.remove(registry);
  }

  @Test
  void countsCallsByResult() {
    images(PLACE);
    images(PLACE);
    cloud
        .faults()
        .add(
            Rule.forAction(
                "DeregisterImage", new Effect.Refuse("UnauthorizedOperation", "Not you.", 403)));
    fails(() -> execute(new ImageAction.DeregisterImage(IMAGE, true)));
    fails(() -> execute(new ImageAction.EnableImage(IMAGE)));

    assertThat(calls())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ec2 DescribeImages 123456789012 eu-west-1 ok", 2.0,
                "ec2 DeregisterImage 123456789012 eu-west-1 denied", 1.0,
                "ec2 EnableImage 123456789012 eu-west-1 not_found", 1.0));
    Timer duration =
        registry
            .get("ami.operator.aws.call.duration")
            .tag("service", "ec2")
            .tag("region", "eu-west-1")
            .timer();
    assertThat(duration.count()).isEqualTo(4);
  }

  @Test
  void countsLostAnswersAndTheirRetries() {
    cloud.faults().loseAnswer("DescribeImages", 1);
    images(PLACE);

    assertThat(calls())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ec2 DescribeImages 123456789012 eu-west-1 transient", 1.0,
                "ec2 DescribeImages 123456789012 eu-west-1 ok", 1.0));
  }

  /** A throttled call empties the bucket, which then delays the next calls. */
  @Test
  void tellsThrottledFromDelayedCalls() {
    cloud.faults().throttle("DescribeImages", 1);
    fails(() -> images(PLACE));
    fails(() -> images(PLACE));
    cloud.clock().step(Duration.ofMillis(150));
    fails(() -> images(PLACE));

    assertThat(calls())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("ec2 DescribeImages 123456789012 eu-west-1 throttled", 1.0));
    Timer delay =
        registry
            .get("ami.operator.aws.rate.limit.delay")
            .tag("account", ACCOUNT)
            .tag("region", "eu-west-1")
            .tag("limit", "read")
            .timer();
    assertThat(delay.count()).isEqualTo(2);
    // Ten a second, halved: 200 ms until the next token, of which 50 ms are left in the end.
    assertThat(delay.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(250);
  }

  @Test
  void countsOtherServicesAndRegions() {
    AccountRegion other = new AccountRegion("default", ACCOUNT, "us-east-1");
    new AwsSsm(clients, limits).parameters(PLACE, List.of("/images/web"));
    reads.images(other, ImageFilter.ownedBySelf(Map.of()), Optional.empty());
    assertThat(calls())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ssm GetParameters 123456789012 eu-west-1 ok", 1.0,
                "ec2 DescribeImages 123456789012 us-east-1 ok", 1.0));
  }

  @Test
  void countsIdentificationWithoutAccount() {
    AccountSessions sessions =
        new AccountSessions(() -> clients.sts("default"), cloud.clock(), () -> 0);
    sessions.use("default", Optional.empty());
    sessions.identify("default", () -> clients.sts("default"));

    assertThat(calls())
        .containsExactlyInAnyOrderEntriesOf(Map.of("sts GetCallerIdentity   ok", 1.0));
  }

  /** Permissions are proven by dry runs, which EC2 answers with an error. */
  @Test
  void countsPermittedDryRunAsOk() {
    new ReferenceProbe(new ApiCaller(clients, limits)).readEveryType(PLACE);

    assertThat(calls())
        .containsEntry("ec2 DescribeInstances 123456789012 eu-west-1 ok", 1.0)
        .containsEntry("imagebuilder ListImageRecipes 123456789012 eu-west-1 ok", 1.0)
        .allSatisfy((call, count) -> assertThat(call).endsWith(" ok"));
  }

  private static void fails(Runnable call) {
    assertThatExceptionOfType(Ec2CallException.class).isThrownBy(call::run);
  }

  /** The calls of this test: other tests of the process left counters, which begin at 0 here. */
  private Map<String, Double> calls() {
    return registry.find("ami.operator.aws.calls").counters().stream()
        .filter(counter -> counter.count() > 0)
        .collect(
            Collectors.toMap(
                counter ->
                    "%s %s %s %s %s"
                        .formatted(
                            tag(counter, "service"),
                            tag(counter, "action"),
                            tag(counter, "account"),
                            tag(counter, "region"),
                            tag(counter, "result")),
                Counter::count));
  }

  private static String tag(Counter counter, String key) {
    return counter.getId().getTag(key);
  }
}
