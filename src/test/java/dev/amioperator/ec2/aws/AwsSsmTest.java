package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Faults.Effect;
import dev.amioperator.simulator.Faults.Rule;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.SimulatedClients;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AwsSsmTest {
  private static final String ACCOUNT = "123456789012";
  private static final AccountRegion PLACE = new AccountRegion("default", ACCOUNT, "eu-west-1");

  private final SimulatedCloud cloud = SimulatedCloud.create();
  private final Seeds.SeedTarget seeds = cloud.seeds().target(ACCOUNT, PLACE.region());
  private final AwsSsm ssm =
      new AwsSsm(new SimulatedClients(cloud, Caller.of(ACCOUNT)), new RateLimiter(cloud.clock()));

  @Test
  void readsOwnAndPublicParameters() {
    seeds.parameter("/aws/service/base/latest", "aws:ec2:image", "ami-01234567");
    seeds.parameter("/images/web", "text", "ami-76543210");
    assertThat(
            ssm.parameters(
                PLACE, List.of("/aws/service/base/latest", "/images/web", "/images/none")))
        .isEqualTo(
            Map.of("/aws/service/base/latest", "ami-01234567", "/images/web", "ami-76543210"));
  }

  @Test
  void namesMissingPermission() {
    cloud
        .faults()
        .add(
            Rule.forAction(
                "GetParameters", new Effect.Refuse("AccessDeniedException", "not you", 400)));
    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(() -> ssm.parameters(PLACE, List.of("/images/web")))
        .satisfies(
            failure -> {
              assertThat(failure.errorClass()).isEqualTo(ErrorClass.DENIED);
              assertThat(failure).hasMessageContaining("ssm:GetParameters");
            });
  }
}
