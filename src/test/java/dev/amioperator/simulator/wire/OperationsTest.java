package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;

class OperationsTest {
  private final Operations operations = new Operations(Ec2Client.class);

  @Test
  void bindsEveryActionOfTheSdk() {
    List<String> unbound =
        SdkActions.EC2.stream()
            .map(SdkActions::name)
            .filter(action -> operations.find(action).isEmpty())
            .toList();

    assertThat(SdkActions.EC2).hasSizeGreaterThan(700);
    assertThat(unbound).isEmpty();
  }

  @Test
  void bindsActionToItsRequest() {
    assertThat(operations.find("DescribeImages").orElseThrow().newRequest())
        .isInstanceOf(DescribeImagesRequest.Builder.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "describeImages", "Describe Images", "../Ec2", "Ec2", "NoSuch", "Waiter"})
  void knowsNoOtherAction(String action) {
    assertThat(operations.find(action)).isEmpty();
  }
}
