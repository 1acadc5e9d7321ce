package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import dev.amioperator.testing.SimulatedClients;
import org.junit.jupiter.api.Test;

class StsCallerIdentityTest extends AwsAdapterTestBase {
  @Test
  void readsAccountOfCredentials() {
    assertThat(
            new StsCallerIdentity(new SimulatedClients(cloud, Caller.of(ACCOUNT)))
                .accountId("default"))
        .isEqualTo(ACCOUNT);
  }
}
