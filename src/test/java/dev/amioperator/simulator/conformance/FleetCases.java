package dev.amioperator.simulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.FleetData;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfig;

/** DescribeFleets and DescribeSpotFleetRequests. */
final class FleetCases {
  private static final String FLEETS = "API reference, DescribeFleets";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "fleets are listed with the images of their overrides, those of type instant only if"
                  + " they are named",
              FLEETS + "; SDK 2.57 model, FleetLaunchTemplateOverrides",
              FleetCases::fleets),
          new ConformanceCase(
              "Spot Fleet requests are listed with the images of their launch specifications",
              "API reference, DescribeSpotFleetRequests and SpotFleetLaunchSpecification",
              FleetCases::spotFleets));

  private FleetCases() {}

  private static void fleets(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    stage.home().fleet("fleet-1", "maintain", "active", List.of(image));
    stage.home().fleet("fleet-2", "instant", "active", List.of(image));
    stage.home().fleet("sfr-1", "maintain", "active", List.of(image));

    assertThat(stage.ec2().describeFleets(r -> {}).fleets())
        .singleElement()
        .satisfies(
            fleet -> {
              assertThat(fleet.fleetId()).isEqualTo("fleet-1");
              assertThat(fleet.fleetStateAsString()).isEqualTo("active");
              assertThat(fleet.launchTemplateConfigs().getFirst().overrides().getFirst().imageId())
                  .isEqualTo(image);
            });
    assertThat(stage.ec2().describeFleets(r -> r.fleetIds("fleet-2")).fleets())
        .extracting(FleetData::fleetId)
        .containsExactly("fleet-2");
  }

  private static void spotFleets(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    stage.home().fleet("sfr-1", "maintain", "active", List.of(image));
    stage.home().fleet("sfr-2", "request", "cancelled", List.of(image));

    var first = stage.ec2().describeSpotFleetRequests(r -> r.maxResults(1));
    assertThat(first.spotFleetRequestConfigs())
        .singleElement()
        .satisfies(
            fleet ->
                assertThat(
                        fleet.spotFleetRequestConfig().launchSpecifications().getFirst().imageId())
                    .isEqualTo(image));
    var second =
        stage.ec2().describeSpotFleetRequests(r -> r.maxResults(1).nextToken(first.nextToken()));
    assertThat(second.spotFleetRequestConfigs())
        .extracting(SpotFleetRequestConfig::spotFleetRequestStateAsString)
        .containsExactly("cancelled");
    assertThat(second.nextToken()).isNull();
  }
}
