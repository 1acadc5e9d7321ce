package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.simulator.Faults.Effect;
import dev.amioperator.simulator.Faults.Rule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApiCallerTest extends AwsAdapterTestBase {
  @Test
  void retriesLostRead() {
    cloud.faults().loseAnswer("DescribeImages", 1);

    assertThat(images(PLACE)).isEmpty();
    assertThat(cloud.journal().count("DescribeImages")).isEqualTo(2);
  }

  @Test
  void doesNotRetryLostWrite() {
    cloud.faults().loseAnswer("CreateImage", 1);

    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(() -> create(fromInstance("web-1")))
        .satisfies(failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.TRANSIENT));
    assertThat(cloud.journal().count("CreateImage")).isEqualTo(1);
    assertThat(images(PLACE)).hasSize(1);
  }

  @Test
  void limitsCallsAfterThrottling() {
    cloud.faults().throttle("DescribeImages", 1);
    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(() -> images(PLACE))
        .satisfies(failure -> assertThat(failure.limitedLocally()).isFalse());

    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(() -> images(PLACE))
        .satisfies(failure -> assertThat(failure.limitedLocally()).isTrue());
    assertThat(cloud.journal().count("DescribeImages")).isEqualTo(1);

    cloud.clock().step(Duration.ofSeconds(1));
    assertThat(images(PLACE)).isEmpty();
  }

  @Test
  void namesDeniedActionAndPermission() {
    cloud
        .faults()
        .add(
            Rule.forAction(
                "CreateImage", new Effect.Refuse("UnauthorizedOperation", "Not you.", 403)));

    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(() -> create(fromInstance("web-1")))
        .withMessageContaining("ec2:CreateImage")
        .satisfies(failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.DENIED));
  }
}
