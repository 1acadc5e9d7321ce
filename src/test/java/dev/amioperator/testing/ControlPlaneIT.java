package dev.amioperator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlPlaneIT {
  @Test
  void servesCustomResources() {
    assertThat(
            ControlPlane.get()
                .kubectl("api-resources", "--api-group=amioperator.dev", "--output=name")
                .output()
                .lines())
        .contains(
            "amiimages.amioperator.dev",
            "amicopies.amioperator.dev",
            "amiretentionpolicies.amioperator.dev",
            "awsaccounts.amioperator.dev");
  }
}
