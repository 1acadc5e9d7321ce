package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.filter;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.ImageReference;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

/** Launch templates and their versions. */
final class LaunchTemplateCases {
  private static final String API = "API reference, CreateLaunchTemplateVersion";
  private static final String ERRORS = "API reference, error codes";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "versions are numbered, the first is the default",
              API,
              LaunchTemplateCases::versions),
          new ConformanceCase(
              "a version inherits missing data from its source version",
              API,
              LaunchTemplateCases::sourceVersion),
          new ConformanceCase(
              "names are unique, unknown templates are refused",
              ERRORS,
              LaunchTemplateCases::names),
          new ConformanceCase(
              "across templates only the latest and default versions are listed",
              "API reference, DescribeLaunchTemplateVersions",
              LaunchTemplateCases::acrossTemplates),
          new ConformanceCase(
              "the default version is deleted only with the template",
              "API reference, DeleteLaunchTemplateVersions",
              LaunchTemplateCases::delete),
          new ConformanceCase(
              "parameters of the call override the launch template",
              "API reference, RunInstances",
              LaunchTemplateCases::launch),
          new ConformanceCase(
              "an image that a version launches is referenced",
              "API reference, DescribeImageReferences",
              LaunchTemplateCases::referenced),
          new ConformanceCase(
              "a client token makes a single version of a template",
              "EC2 developer guide, ensuring idempotency",
              LaunchTemplateCases::versionToken));

  private LaunchTemplateCases() {}

  private static String create(ConformanceEnvironment stage, String name, String imageId) {
    return stage
        .ec2()
        .createLaunchTemplate(
            r ->
                r.launchTemplateName(name)
                    .launchTemplateData(
                        d ->
                            d.imageId(imageId)
                                .instanceType("t3.micro")
                                .securityGroupIds("sg-0123456789abcdef0")
                                .metadataOptions(m -> m.httpTokens("required"))))
        .launchTemplate()
        .launchTemplateId();
  }

  private static void add(ConformanceEnvironment stage, String id, String imageId, String source) {
    stage
        .ec2()
        .createLaunchTemplateVersion(
            r ->
                r.launchTemplateId(id)
                    .sourceVersion(source)
                    .launchTemplateData(d -> d.imageId(imageId)));
  }

  private static List<LaunchTemplateVersion> versions(
      ConformanceEnvironment stage, String id, String... which) {
    return stage
        .ec2()
        .describeLaunchTemplateVersions(r -> r.launchTemplateId(id).versions(which))
        .launchTemplateVersions();
  }

  private static void versions(ConformanceEnvironment stage) {
    String first = stage.image("web-1");
    String second = stage.image("web-2");
    String id = create(stage, "web", first);
    add(stage, id, second, null);

    assertThat(versions(stage, id))
        .extracting(version -> version.launchTemplateData().imageId())
        .containsExactly(first, second);
    assertThat(versions(stage, id, "$Default"))
        .extracting(LaunchTemplateVersion::versionNumber)
        .containsExactly(1L);
    stage.ec2().modifyLaunchTemplate(r -> r.launchTemplateId(id).defaultVersion("$Latest"));
    LaunchTemplate template =
        stage
            .ec2()
            .describeLaunchTemplates(r -> r.launchTemplateNames("web"))
            .launchTemplates()
            .getFirst();
    assertThat(template.defaultVersionNumber()).isEqualTo(2);
    assertThat(template.latestVersionNumber()).isEqualTo(2);
    refused("InvalidLaunchTemplateId.VersionNotFound", () -> versions(stage, id, "3"));
  }

  private static void sourceVersion(ConformanceEnvironment stage) {
    String id = create(stage, "web", stage.image("web-1"));
    add(stage, id, stage.image("web-2"), "1");
    var data = versions(stage, id, "2").getFirst().launchTemplateData();
    assertThat(data.instanceTypeAsString()).isEqualTo("t3.micro");
    assertThat(data.securityGroupIds()).containsExactly("sg-0123456789abcdef0");
    assertThat(data.metadataOptions().httpTokensAsString()).isEqualTo("required");
  }

  private static void names(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    create(stage, "web", image);
    refused("InvalidLaunchTemplateName.AlreadyExistsException", () -> create(stage, "web", image));
    refused("InvalidLaunchTemplateName.MalformedException", () -> create(stage, "w b", image));
    refused("InvalidLaunchTemplateId.NotFound", () -> versions(stage, "lt-0123456789abcdef0"));
    refused(
        "InvalidLaunchTemplateName.NotFoundException",
        () -> stage.ec2().describeLaunchTemplates(r -> r.launchTemplateNames("none")));
  }

  private static void acrossTemplates(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    String one = create(stage, "one", image);
    add(stage, one, image, null);
    create(stage, "two", image);
    Ec2Client ec2 = stage.ec2();

    assertThat(
            ec2.describeLaunchTemplateVersions(
                    r -> r.versions("$Latest", "$Default").filters(filter("image-id", image)))
                .launchTemplateVersions())
        .hasSize(3);
    refused(
        "InvalidParameterCombination",
        () -> ec2.describeLaunchTemplateVersions(r -> r.versions("1")));
  }

  private static void delete(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    String id = create(stage, "web", image);
    add(stage, id, image, null);
    DeleteLaunchTemplateVersionsResponse answer =
        stage.ec2().deleteLaunchTemplateVersions(r -> r.launchTemplateId(id).versions("1", "2"));
    assertThat(answer.successfullyDeletedLaunchTemplateVersions())
        .singleElement()
        .satisfies(item -> assertThat(item.versionNumber()).isEqualTo(2));
    assertThat(answer.unsuccessfullyDeletedLaunchTemplateVersions())
        .singleElement()
        .satisfies(item -> assertThat(item.versionNumber()).isEqualTo(1));

    stage.ec2().deleteLaunchTemplate(r -> r.launchTemplateName("web"));
    assertThat(stage.ec2().describeLaunchTemplates(r -> {}).launchTemplates()).isEmpty();
    assertThat(stage.cloud().journal().leftovers()).isEmpty();
  }

  private static void launch(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    String id = create(stage, "web", image);
    var launched =
        stage
            .ec2()
            .runInstances(
                r ->
                    r.launchTemplate(t -> t.launchTemplateId(id))
                        .instanceType("t3.large")
                        .minCount(1)
                        .maxCount(1))
            .instances()
            .getFirst();
    assertThat(launched.imageId()).isEqualTo(image);
    assertThat(launched.instanceTypeAsString()).isEqualTo("t3.large");
    assertThat(launched.metadataOptions().httpTokensAsString()).isEqualTo("required");
  }

  private static void referenced(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    String id = create(stage, "web", image);
    assertThat(
            stage
                .ec2()
                .describeImageReferences(r -> r.imageIds(image).includeAllResourceTypes(true))
                .imageReferences())
        .extracting(ImageReference::arn)
        .containsExactly("arn:aws:ec2:eu-west-1:123456789012:launch-template/" + id);
  }

  private static void versionToken(ConformanceEnvironment stage) {
    String id = create(stage, "shop", stage.image("web-1"));
    String second = stage.image("web-2");
    String third = stage.image("web-3");
    long number = versionOf(stage, id, second);
    assertThat(versionOf(stage, id, second)).isEqualTo(number).isEqualTo(2);
    refused("IdempotentParameterMismatch", () -> versionOf(stage, id, third));
  }

  private static long versionOf(ConformanceEnvironment stage, String id, String imageId) {
    return stage
        .ec2()
        .createLaunchTemplateVersion(
            r ->
                r.launchTemplateId(id)
                    .clientToken("version-1")
                    .launchTemplateData(d -> d.imageId(imageId)))
        .launchTemplateVersion()
        .versionNumber();
  }
}
