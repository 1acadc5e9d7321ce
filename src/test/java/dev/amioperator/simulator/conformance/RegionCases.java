package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.filter;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
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
              "a region with opt-in is listed and answers only once it is enabled for the account",
              API
                  + "; AWS account management guide, enable or disable AWS Regions; message:"
                  + " https://github.com/cloud-custodian/cloud-custodian/pull/4006",
              RegionCases::enabledLater),
          new ConformanceCase(
              "resources of a region are not in another region",
              "EC2 user guide, resource locations",
              RegionCases::apart),
          new ConformanceCase(
              "ARNs begin with the partition, which lists its own regions only",
              "IAM user guide, reference-arns.html; EC2 developer guide, China endpoints",
              RegionCases::partitions),
          new ConformanceCase(
              "an image cannot be copied to another partition",
              "API reference, CopyImage: use CreateStoreImageTask",
              RegionCases::copyToOtherPartition),
          new ConformanceCase(
              "a region that is not enabled rejects credentials and keeps its resources",
              "https://github.com/NixOS/infra/issues/105 (CopyImage, DescribeImages),"
                  + " https://github.com/turbot/steampipe-plugin-aws/issues/75; AWS account"
                  + " management guide, enable or disable AWS Regions",
              RegionCases::notEnabled),
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
                .describeRegions(
                    r -> r.allRegions(true).filters(filter("opt-in-status", "not-opted-in")))
                .regions())
        .extracting(Region::regionName)
        .contains("af-south-1")
        .doesNotContain(ConformanceEnvironment.HOME);
  }

  private static void enabledLater(ConformanceEnvironment stage) {
    String source = stage.image("web");
    Ec2Client africa = stage.ec2(ConformanceEnvironment.MINE, "af-south-1");
    assertThat(stage.ec2().describeRegions(r -> {}).regions())
        .extracting(Region::regionName)
        .doesNotContain("af-south-1");
    Ec2Exception refusal =
        refused("AuthFailure", () -> africa.copyImage(stage.copyOf(source, "web").build()));
    assertThat(refusal.statusCode()).isEqualTo(401);
    assertThat(refusal.awsErrorDetails().errorMessage())
        .isEqualTo("AWS was not able to validate the provided access credentials");

    stage.cloud().seeds().target(ConformanceEnvironment.MINE, "af-south-1").enableRegion();
    assertThat(stage.ec2().describeRegions(r -> r.regionNames("af-south-1")).regions())
        .extracting(Region::optInStatus)
        .containsExactly("opted-in");
    africa.copyImage(stage.copyOf(source, "web").build());
    assertThat(
            stage
                .ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
                .describeRegions(r -> r.allRegions(true).regionNames("af-south-1"))
                .regions())
        .extracting(Region::optInStatus)
        .containsExactly("not-opted-in");
  }

  private static void partitions(ConformanceEnvironment stage) {
    for (String region : List.of("cn-north-1", "us-gov-west-1")) {
      String partition = region.startsWith("cn-") ? "aws-cn" : "aws-us-gov";
      var target = stage.cloud().seeds().target(ConformanceEnvironment.MINE, region);
      String key = target.kmsKey("alias/images");
      assertThat(key).startsWith("arn:%s:kms:%s:".formatted(partition, region));
      Ec2Client ec2 = stage.cloud().ec2(Caller.of(ConformanceEnvironment.MINE), region);
      String image = target.image(ImageSeed.named("web"));
      target.instance(InstanceSeed.small().fromImage(image));
      assertThat(
              ec2.describeImageReferences(r -> r.imageIds(image).includeAllResourceTypes(true))
                  .imageReferences())
          .singleElement()
          .satisfies(
              r -> assertThat(r.arn()).startsWith("arn:%s:ec2:%s:".formatted(partition, region)));
      assertThat(ec2.describeRegions().regions())
          .extracting(Region::regionName)
          .contains(region)
          .doesNotContain("eu-west-1");
    }
    assertThat(stage.ec2().describeRegions().regions())
        .extracting(Region::regionName)
        .doesNotContain("cn-north-1");
  }

  private static void copyToOtherPartition(ConformanceEnvironment stage) {
    String image = stage.image("web");
    Ec2Client china = stage.cloud().ec2(Caller.of(ConformanceEnvironment.MINE), "cn-north-1");
    refused(
        "InvalidParameterValue",
        () -> china.copyImage(r -> r.name("web").sourceRegion("eu-west-1").sourceImageId(image)));
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

  private static void notEnabled(ConformanceEnvironment stage) {
    String source = stage.image("web-1");
    String copy = stage.away().copyImage(stage.copyOf(source, "web-1").build()).imageId();
    var away =
        stage.cloud().seeds().target(ConformanceEnvironment.MINE, ConformanceEnvironment.AWAY);
    away.disableRegion();

    refused("AuthFailure", () -> ConformanceEnvironment.describe(stage.away(), copy));
    refused("AuthFailure", () -> stage.away().copyImage(stage.copyOf(source, "web-2").build()));
    assertThat(stage.ec2().describeRegions(r -> {}).regions())
        .extracting(Region::regionName)
        .doesNotContain(ConformanceEnvironment.AWAY);
    assertThat(
            stage
                .ec2()
                .describeRegions(r -> r.allRegions(true).regionNames(ConformanceEnvironment.AWAY))
                .regions())
        .extracting(Region::optInStatus)
        .containsExactly("not-opted-in");

    away.enableRegion();
    assertThat(ConformanceEnvironment.describe(stage.away(), copy).imageId()).isEqualTo(copy);
  }

  private static void outage(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    String copy = stage.ec2().copyImage(stage.copyOf(id, "web-2").build()).imageId();
    String outage = stage.cloud().faults().outage(ConformanceEnvironment.HOME);
    assertThatThrownBy(() -> stage.describe(id)).isInstanceOf(SdkClientException.class);
    assertThat(stage.away().describeImages(r -> r.owners("self")).images()).isEmpty();
    stage.pass(Duration.ofDays(1));
    assertThatThrownBy(() -> stage.describe(copy)).isInstanceOf(SdkClientException.class);
    stage.cloud().faults().remove(outage);
    assertThat(stage.describe(copy).stateAsString()).isEqualTo("available");
  }
}
