package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.Faults.Effect;
import dev.amioperator.simulator.Faults.Rule;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Image;

class FaultsTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final SimulatedCloud cloud = SimulatedCloud.create(SimulatedClock.steppedFrom(START));
  private final Ec2Client ec2 = cloud.ec2(Caller.of("123456789012"), "eu-west-1");
  private final String instance =
      cloud.seeds().target("123456789012", "eu-west-1").instance(InstanceSeed.small());

  @Test
  void keepsEffectWhenAnswerIsLost() {
    cloud.faults().loseAnswer("CreateImage", 1);

    assertThatThrownBy(() -> create("web-1")).isInstanceOf(SdkClientException.class);

    assertThat(ec2.describeImages(r -> r.owners("self")).images())
        .extracting(Image::name)
        .containsExactly("web-1");
    assertThat(cloud.journal().entries().getFirst().fault()).isEqualTo("answer-lost");
    assertThat(cloud.journal().entries().getFirst().created()).hasSize(2);
  }

  @Test
  void hasNoEffectWhenConnectionIsReset() {
    cloud.faults().add(Rule.forAction("CreateImage", new Effect.ResetConnection()).times(1));

    assertThatThrownBy(() -> create("web-1")).isInstanceOf(SdkClientException.class);

    assertThat(ec2.describeImages(r -> r.owners("self")).images()).isEmpty();
  }

  @Test
  void refusesCountedCallsOfActionOnly() {
    cloud.faults().refuse("CreateImage", "InternalError", 2);

    assertThat(ec2.describeImages(r -> {}).images()).isEmpty();
    assertThatThrownBy(() -> create("web-1")).hasMessageContaining("Injected fault");
    assertThatThrownBy(() -> create("web-1")).isInstanceOf(Ec2Exception.class);
    assertThat(create("web-1")).startsWith("ami-");
    assertThat(cloud.faults().rules()).isEmpty();
  }

  @Test
  void throwsThrottlingExceptionOfSdk() {
    cloud.faults().throttle("DescribeImages", 1);

    assertThatThrownBy(() -> ec2.describeImages(r -> {}))
        .isInstanceOfSatisfying(
            Ec2Exception.class,
            e -> {
              assertThat(e.isThrottlingException()).isTrue();
              assertThat(e.statusCode()).isEqualTo(503);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("RequestLimitExceeded");
            });
  }

  @Test
  void limitsOutageToRegion() {
    String outage = cloud.faults().outage("eu-west-1");

    assertThatThrownBy(() -> ec2.describeImages(r -> {})).isInstanceOf(SdkClientException.class);
    assertThat(cloud.ec2(Caller.of("123456789012"), "us-east-1").describeImages(r -> {}).images())
        .isEmpty();
    assertThat(cloud.faults().remove(outage)).isTrue();
    assertThat(ec2.describeImages(r -> {}).images()).isEmpty();
  }

  @Test
  void matchesRuleByResource() {
    cloud
        .faults()
        .add(
            Rule.forAction("CreateImage", new Effect.Refuse("Odd", "odd", 400))
                .forResource("web-2"));

    assertThat(create("web-1")).startsWith("ami-");
    assertThatThrownBy(() -> create("web-2")).hasMessageContaining("odd");
  }

  @Test
  void matchesRuleByAccount() {
    cloud
        .faults()
        .add(Rule.forAction(null, new Effect.Refuse("Odd", "odd", 400)).inAccount("111122223333"));

    assertThat(ec2.describeImages(r -> {}).images()).isEmpty();
    assertThatThrownBy(
            () -> cloud.ec2(Caller.of("111122223333"), "eu-west-1").describeImages(r -> {}))
        .hasMessageContaining("odd");
  }

  @Test
  void repeatsRandomFaultsWithSeed() {
    cloud
        .faults()
        .add(Rule.forAction("DescribeImages", new Effect.Throttle()).withProbability(0.5));
    cloud.faults().seed(7);
    String first = pattern();
    cloud.faults().seed(7);

    assertThat(pattern()).isEqualTo(first).contains(".").contains("x");
  }

  @Test
  void failsOperationLaterWithReason() {
    cloud.faults().failLater("CreateImage", "the disk was full", 1);
    String id = create("web-1");

    cloud.clock().step(Duration.ofHours(1));
    Image image = ec2.describeImages(r -> r.imageIds(id)).images().getFirst();
    assertThat(image.stateAsString()).isEqualTo("failed");
    assertThat(image.stateReason().message()).isEqualTo("the disk was full");
  }

  @Test
  void addsLatencyOnSimulatedClock() {
    cloud.faults().add(Rule.forAction(null, new Effect.Latency(Duration.ofSeconds(3))));
    ec2.describeImages(r -> {});
    assertThat(cloud.clock().instant()).isEqualTo(START.plusSeconds(3));
  }

  private String create(String name) {
    return ec2.createImage(r -> r.instanceId(instance).name(name)).imageId();
  }

  private String pattern() {
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      try {
        ec2.describeImages(r -> {});
        seen.append('.');
      } catch (Ec2Exception e) {
        seen.append('x');
      }
    }
    return seen.toString();
  }
}
