package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Seeds;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Images named by an SSM parameter. */
final class AliasCases {
  private static final String RUN = "API reference, RunInstances: ImageId";
  private static final String GUIDE =
      "EC2 user guide, use a Systems Manager parameter instead of an AMI ID";
  private static final String TYPE = "observed answer: aws/aws-cdk#26712";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "an instance launches from the current image of a parameter",
              RUN,
              AliasCases::launch),
          new ConformanceCase(
              "a version of the parameter can be named", GUIDE, AliasCases::namedVersion),
          new ConformanceCase(
              "AWS's own parameters are known to every account", GUIDE, AliasCases::publicName),
          new ConformanceCase(
              "a parameter has to be of the data type aws:ec2:image", TYPE, AliasCases::dataType),
          new ConformanceCase(
              "an alias without a parameter is refused in every call",
              "observed code SsmInvalidParameter; the message is not documented",
              AliasCases::unknown),
          new ConformanceCase(
              "a launch template keeps the alias and resolves it on demand",
              "API reference, DescribeLaunchTemplateVersions: ResolveAlias",
              AliasCases::inTemplate));

  private AliasCases() {}

  private static String launched(ConformanceEnvironment stage, String imageId) {
    return stage.ec2().runInstances(of(imageId)).instances().getFirst().imageId();
  }

  private static RunInstancesRequest of(String imageId) {
    return RunInstancesRequest.builder()
        .imageId(imageId)
        .instanceType("t3.micro")
        .minCount(1)
        .maxCount(1)
        .build();
  }

  private static void put(ConformanceEnvironment stage, String imageId) {
    SsmClient ssm =
        stage.cloud().ssm(Caller.of(ConformanceEnvironment.MINE), ConformanceEnvironment.HOME);
    ssm.putParameter(
        r ->
            r.name("/images/web")
                .type("String")
                .dataType("aws:ec2:image")
                .value(imageId)
                .overwrite(true));
    stage.pass(Duration.ofMinutes(1));
  }

  private static void launch(ConformanceEnvironment stage) {
    String first = stage.image("web-1");
    String second = stage.image("web-2");
    put(stage, first);
    assertThat(launched(stage, "resolve:ssm:/images/web")).isEqualTo(first);
    put(stage, second);
    assertThat(launched(stage, "resolve:ssm:/images/web")).isEqualTo(second);
  }

  private static void namedVersion(ConformanceEnvironment stage) {
    String first = stage.image("web-1");
    put(stage, first);
    put(stage, stage.image("web-2"));
    assertThat(launched(stage, "resolve:ssm:/images/web:1")).isEqualTo(first);
    refused("SsmInvalidParameter", () -> launched(stage, "resolve:ssm:/images/web:3"));
  }

  private static void publicName(ConformanceEnvironment stage) {
    Seeds.SeedTarget amazon =
        stage.cloud().seeds().target("137112412989", ConformanceEnvironment.HOME);
    String image = amazon.image(ImageSeed.amazon("al2023"));
    amazon.parameter("/aws/service/al2023", "aws:ec2:image", image);
    assertThat(launched(stage, "resolve:ssm:/aws/service/al2023")).isEqualTo(image);
  }

  private static void dataType(ConformanceEnvironment stage) {
    stage.home().parameter("/images/text", "text", stage.image("web-1"));
    assertThat(
            refused("SsmInvalidParameter", () -> launched(stage, "resolve:ssm:/images/text"))
                .awsErrorDetails()
                .errorMessage())
        .isEqualTo(
            "Unsupported data type. The following parameter data types are supported:"
                + " aws:ec2:image");
  }

  private static void unknown(ConformanceEnvironment stage) {
    refused("SsmInvalidParameter", () -> launched(stage, "resolve:ssm:/none"));
    refused(
        "SsmInvalidParameter",
        () ->
            stage
                .ec2()
                .createLaunchTemplate(
                    r ->
                        r.launchTemplateName("shop")
                            .launchTemplateData(d -> d.imageId("resolve:ssm:/none"))));
  }

  private static void inTemplate(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    put(stage, image);
    String id =
        stage
            .ec2()
            .createLaunchTemplate(
                r ->
                    r.launchTemplateName("shop")
                        .launchTemplateData(
                            d -> d.imageId("resolve:ssm:/images/web").instanceType("t3.micro")))
            .launchTemplate()
            .launchTemplateId();
    assertThat(imageOf(stage, id, false)).isEqualTo("resolve:ssm:/images/web");
    assertThat(imageOf(stage, id, true)).isEqualTo(image);
    String fromTemplate =
        stage
            .ec2()
            .runInstances(
                r -> r.launchTemplate(t -> t.launchTemplateId(id)).minCount(1).maxCount(1))
            .instances()
            .getFirst()
            .imageId();
    assertThat(fromTemplate).isEqualTo(image);
  }

  private static String imageOf(ConformanceEnvironment stage, String templateId, boolean resolved) {
    return stage
        .ec2()
        .describeLaunchTemplateVersions(r -> r.launchTemplateId(templateId).resolveAlias(resolved))
        .launchTemplateVersions()
        .getFirst()
        .launchTemplateData()
        .imageId();
  }
}
