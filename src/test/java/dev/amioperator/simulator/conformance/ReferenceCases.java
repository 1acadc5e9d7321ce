package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.simulator.ImageSeed;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.ImageReference;
import software.amazon.awssdk.services.ec2.model.ResourceTypeRequest;

/** DescribeImageReferences. */
final class ReferenceCases {
  private static final String API = "API reference, DescribeImageReferences";
  private static final String GUIDE = "EC2 user guide, how AMI reference checks work";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "instances and launch templates that use an image are listed",
              API,
              ReferenceCases::listed),
          new ConformanceCase(
              "the newest ten versions of a template count by default",
              GUIDE,
              ReferenceCases::depth),
          new ConformanceCase(
              "instances of every state count, terminated ones while they are shown, unless the"
                  + " option state-name says otherwise",
              "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResourceTypeOption.html",
              ReferenceCases::instanceStates),
          new ConformanceCase(
              "only the caller's own resources count", API, ReferenceCases::ownOnly),
          new ConformanceCase(
              "the caller's own resources count whoever owns the image",
              "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-ami-references.html",
              ReferenceCases::imagesOfOthers),
          new ConformanceCase(
              "at most ten images can be asked for", GUIDE, ReferenceCases::tooMany),
          new ConformanceCase(
              "SSM parameters that hold an image and Image Builder recipes are listed",
              API,
              ReferenceCases::parametersAndRecipes),
          new ConformanceCase(
              "resource types have to be said", API, ReferenceCases::typesRequired));

  private ReferenceCases() {}

  private static List<ImageReference> references(ConformanceEnvironment stage, String imageId) {
    return stage
        .ec2()
        .describeImageReferences(r -> r.imageIds(imageId).includeAllResourceTypes(true))
        .imageReferences();
  }

  private static void listed(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    String instance = stage.home().instanceUsing(image);
    String template = stage.home().launchTemplate("web", image);
    stage.home().instanceUsing(stage.image("other"));

    assertThat(references(stage, image))
        .extracting(
            ImageReference::imageId, ImageReference::resourceTypeAsString, ImageReference::arn)
        .containsExactlyInAnyOrder(
            tuple(image, "ec2:Instance", "arn:aws:ec2:eu-west-1:123456789012:instance/" + instance),
            tuple(
                image,
                "ec2:LaunchTemplate",
                "arn:aws:ec2:eu-west-1:123456789012:launch-template/" + template));
    assertThat(
            stage
                .ec2()
                .describeImageReferences(
                    r -> r.imageIds(image).resourceTypes(t -> t.resourceType("ec2:Instance")))
                .imageReferences())
        .extracting(ImageReference::resourceTypeAsString)
        .containsExactly("ec2:Instance");
  }

  private static void instanceStates(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    String instance = stage.home().instanceUsing(image);
    stage.ec2().terminateInstances(r -> r.instanceIds(instance));
    stage.pass(Duration.ofMinutes(30));

    assertThat(references(stage, image)).hasSize(1);
    assertThat(instancesIn(stage, image, "pending", "running", "stopping", "stopped")).isEmpty();
    assertThat(instancesIn(stage, image, "terminated")).hasSize(1);
    stage.pass(Duration.ofHours(1));
    assertThat(references(stage, image)).isEmpty();
  }

  private static List<ImageReference> instancesIn(
      ConformanceEnvironment stage, String image, String... states) {
    return stage
        .ec2()
        .describeImageReferences(
            r ->
                r.imageIds(image)
                    .includeAllResourceTypes(true)
                    .resourceTypes(
                        t ->
                            t.resourceType("ec2:Instance")
                                .resourceTypeOptions(
                                    o -> o.optionName("state-name").optionValues(states))))
        .imageReferences();
  }

  private static void depth(ConformanceEnvironment stage) {
    String old = stage.image("old");
    String recent = stage.image("recent");
    String[] versions = Collections.nCopies(11, recent).toArray(String[]::new);
    versions[0] = old;
    stage.home().launchTemplate("web", versions);

    assertThat(references(stage, old)).isEmpty();
    ResourceTypeRequest deep =
        ResourceTypeRequest.builder()
            .resourceType("ec2:LaunchTemplate")
            .resourceTypeOptions(o -> o.optionName("version-depth").optionValues("11"))
            .build();
    assertThat(
            stage
                .ec2()
                .describeImageReferences(r -> r.imageIds(old).resourceTypes(deep))
                .imageReferences())
        .hasSize(1);
  }

  private static void imagesOfOthers(ConformanceEnvironment stage) {
    var theirs =
        stage.cloud().seeds().target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME);
    String image = theirs.image(ImageSeed.named("shared"));
    String template = stage.home().launchTemplate("web", image);
    assertThat(references(stage, image))
        .extracting(ImageReference::arn)
        .containsExactly("arn:aws:ec2:eu-west-1:123456789012:launch-template/" + template);
  }

  private static void ownOnly(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    stage
        .cloud()
        .seeds()
        .target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
        .instanceUsing(image);
    assertThat(references(stage, image)).isEmpty();
  }

  private static void parametersAndRecipes(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    stage.home().parameter("/images/web", "aws:ec2:image", image);
    stage.home().parameter("/notes/web", "text", image);
    String recipe = "arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web/1.0.0";
    stage.home().reference(image, "imagebuilder:ImageRecipe", recipe);

    assertThat(references(stage, image))
        .extracting(ImageReference::resourceTypeAsString, ImageReference::arn)
        .containsExactlyInAnyOrder(
            tuple("ssm:Parameter", "arn:aws:ssm:eu-west-1:123456789012:parameter/images/web"),
            tuple("imagebuilder:ImageRecipe", recipe));
  }

  private static void tooMany(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    List<String> ids = Collections.nCopies(11, image);
    refused(
        "InvalidParameterValue",
        () ->
            stage
                .ec2()
                .describeImageReferences(r -> r.imageIds(ids).includeAllResourceTypes(true)));
  }

  private static void typesRequired(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    refused("MissingParameter", () -> stage.ec2().describeImageReferences(r -> r.imageIds(image)));
  }
}
