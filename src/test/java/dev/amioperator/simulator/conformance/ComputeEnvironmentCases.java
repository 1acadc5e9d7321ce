package dev.amioperator.simulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import java.util.List;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.Ec2Configuration;

/** DescribeComputeEnvironments of AWS Batch. */
final class ComputeEnvironmentCases {
  private static final String REFERENCE = "API reference of AWS Batch, DescribeComputeEnvironments";
  private static final String TYPE = "batch:ComputeEnvironment";
  private static final String ARN =
      "arn:aws:batch:eu-west-1:123456789012:compute-environment/nightly";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "compute environments of the account are listed with the images that override others",
              REFERENCE + "; Ec2Configuration, imageIdOverride",
              ComputeEnvironmentCases::overriddenImages),
          new ConformanceCase(
              "compute environments are listed in pages, and the last has no token",
              REFERENCE
                  + ": maxResults \"can be between 1 and 100\", nextToken \"is null when there are"
                  + " no more results to return\"",
              ComputeEnvironmentCases::pages),
          new ConformanceCase(
              "a compute environment is no image reference",
              "EC2 user guide, identify your resources referencing AMIs",
              ComputeEnvironmentCases::noReference));

  private ComputeEnvironmentCases() {}

  private static BatchClient batch(ConformanceEnvironment stage) {
    return stage.cloud().batch(Caller.of(ConformanceEnvironment.MINE), ConformanceEnvironment.HOME);
  }

  private static void overriddenImages(ConformanceEnvironment stage) {
    stage.home().reference("ami-1", TYPE, ARN);
    stage.home().reference("ami-2", TYPE, ARN);
    stage
        .cloud()
        .seeds()
        .target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
        .reference("ami-3", TYPE, ARN + "-theirs");

    assertThat(batch(stage).describeComputeEnvironments().computeEnvironments())
        .singleElement()
        .satisfies(
            environment -> {
              assertThat(environment.computeEnvironmentArn()).isEqualTo(ARN);
              assertThat(environment.computeResources().ec2Configuration())
                  .extracting(Ec2Configuration::imageIdOverride)
                  .containsExactly("ami-1", "ami-2");
            });
  }

  private static void pages(ConformanceEnvironment stage) {
    stage.home().reference("ami-1", TYPE, ARN);
    stage.home().reference("ami-1", TYPE, ARN + "-2");

    var first = batch(stage).describeComputeEnvironments(r -> r.maxResults(1));
    assertThat(first.computeEnvironments())
        .extracting(ComputeEnvironmentDetail::computeEnvironmentArn)
        .containsExactly(ARN);
    var second =
        batch(stage).describeComputeEnvironments(r -> r.maxResults(1).nextToken(first.nextToken()));
    assertThat(second.computeEnvironments())
        .extracting(ComputeEnvironmentDetail::computeEnvironmentArn)
        .containsExactly(ARN + "-2");
    assertThat(second.nextToken()).isNull();
  }

  private static void noReference(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    stage.home().reference(image, TYPE, ARN);

    assertThat(
            stage
                .ec2()
                .describeImageReferences(r -> r.imageIds(image).includeAllResourceTypes(true))
                .imageReferences())
        .isEmpty();
  }
}
