package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.conformance.ConformanceEnvironment;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;

/** Auto Scaling API reference, DescribeAutoScalingGroups and DescribeLaunchConfigurations. */
class SimulatedAutoScalingTest {
  private final ConformanceEnvironment stage = ConformanceEnvironment.inProcess();
  private final AutoScalingClient scaling =
      stage
          .cloud()
          .autoScaling(Caller.of(ConformanceEnvironment.MINE), ConformanceEnvironment.HOME);
  private final String image = stage.image("web-1");

  @Test
  void describesImagesOfLaunchConfigurations() {
    stage.home().launchConfiguration("web", image);
    stage
        .cloud()
        .seeds()
        .target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
        .launchConfiguration("theirs", image);

    assertThat(scaling.describeLaunchConfigurations().launchConfigurations())
        .singleElement()
        .extracting(LaunchConfiguration::imageId)
        .isEqualTo(image);
    assertThat(
            scaling
                .describeLaunchConfigurations(r -> r.launchConfigurationNames("none"))
                .launchConfigurations())
        .isEmpty();
  }

  @Test
  void describesLaunchSourceOfGroups() {
    String template = stage.home().launchTemplate("web", image);
    stage.home().scalingGroup("one", "web");
    stage.home().scalingGroup("two", template, 1);

    var groups = scaling.describeAutoScalingGroups().autoScalingGroups();
    assertThat(groups).hasSize(2);
    assertThat(groups.getFirst().launchConfigurationName()).isEqualTo("web");
    assertThat(groups.getFirst().launchTemplate()).isNull();
    assertThat(groups.getLast().launchTemplate().launchTemplateId()).isEqualTo(template);
  }

  /**
   * SDK 2.57 model, LaunchTemplateOverrides: beside an instance type, an override names an image in
   * place of the launch template's.
   */
  @Test
  void describesImagesOfOverrides() {
    String template = stage.home().launchTemplate("web", stage.image("web-2"));
    stage.home().mixedScalingGroup("mixed", template, List.of(image));

    var group = scaling.describeAutoScalingGroups().autoScalingGroups().getFirst();
    assertThat(group.launchTemplate()).isNull();
    var policy = group.mixedInstancesPolicy().launchTemplate();
    assertThat(policy.launchTemplateSpecification().launchTemplateId()).isEqualTo(template);
    assertThat(policy.overrides())
        .singleElement()
        .extracting(LaunchTemplateOverrides::imageId)
        .isEqualTo(image);
  }

  @Test
  void pagesResults() {
    for (int i = 0; i < 51; i++) {
      stage.home().launchConfiguration("web-" + i, image);
    }
    var first = scaling.describeLaunchConfigurations();
    assertThat(first.launchConfigurations()).hasSize(50);
    var second = scaling.describeLaunchConfigurations(r -> r.nextToken(first.nextToken()));
    assertThat(second.launchConfigurations())
        .hasSize(1)
        .doesNotContainAnyElementsOf(first.launchConfigurations());
    assertThat(second.nextToken()).isNull();
    assertThat(scaling.describeLaunchConfigurationsPaginator().launchConfigurations()).hasSize(51);
  }

  @Test
  void rejectsInvalidPaging() {
    assertThatThrownBy(() -> scaling.describeLaunchConfigurations(r -> r.nextToken("none")))
        .isInstanceOfSatisfying(
            AutoScalingException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidNextToken"));
    assertThatThrownBy(() -> scaling.describeAutoScalingGroups(r -> r.maxRecords(101)))
        .isInstanceOf(AutoScalingException.class);
  }
}
