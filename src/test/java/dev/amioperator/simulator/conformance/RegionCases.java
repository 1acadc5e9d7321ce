package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.filter;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.Region;

/** Regions: which there are, and one that is gone. */
final class RegionCases {
  private static final String API = "API reference, DescribeRegions";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "regions are listed with endpoint and opt-in status", API, RegionCases::describe),
          new ConformanceCase("an unknown region is refused", API, RegionCases::unknown),
          new ConformanceCase(
              "resources of a region are not in another region",
              "EC2 user guide, resource locations",
              RegionCases::apart),
          new ConformanceCase(
              "an outage affects a single region",
              "AWS fault isolation boundaries, Regions",
              RegionCases::outage));

  private RegionCases() {}

  private static void describe(ConformanceEnvironment stage) {
    Region home =
        stage
            .ec2()
            .describeRegions(r -> r.regionNames(ConformanceEnvironment.HOME))
            .regions()
            .getFirst();
    assertThat(home.endpoint()).isEqualTo("ec2.eu-west-1.amazonaws.com");
    assertThat(home.optInStatus()).isEqualTo("opt-in-not-required");
    assertThat(
            stage
                .ec2()
                .describeRegions(r -> r.filters(filter("opt-in-status", "opted-in")))
                .regions())
        .extracting(Region::regionName)
        .contains("af-south-1")
        .doesNotContain(ConformanceEnvironment.HOME);
  }

  private static void unknown(ConformanceEnvironment stage) {
    refused(
        "InvalidParameterValue", () -> stage.ec2().describeRegions(r -> r.regionNames("moon-1")));
  }

  private static void apart(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    refused("InvalidAMIID.NotFound", () -> ConformanceEnvironment.describe(stage.away(), id));
    assertThat(stage.away().describeImages(r -> r.owners("self")).images()).isEmpty();
  }

  private static void outage(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    String outage = stage.cloud().faults().outage(ConformanceEnvironment.HOME);
    assertThatThrownBy(() -> stage.describe(id)).isInstanceOf(SdkClientException.class);
    assertThat(stage.away().describeImages(r -> r.owners("self")).images()).isEmpty();
    stage.cloud().faults().remove(outage);
    assertThat(stage.describe(id).imageId()).isEqualTo(id);
  }
}
