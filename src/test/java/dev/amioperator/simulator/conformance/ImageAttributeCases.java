package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.simulator.ImageSeed;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.OperationType;

/** Describe-, Modify- and ResetImageAttribute. */
final class ImageAttributeCases {
  private static final String API = "API reference, ModifyImageAttribute";
  private static final String UNIT =
      "arn:aws:organizations::123456789012:ou/o-abcdefghij/ou-1234-abcdefgh";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "a description beyond ASCII is refused",
              "observed answer of EC2, as reported for descriptions: \"Character sets beyond ASCII"
                  + " are not supported\"",
              ImageAttributeCases::descriptionBeyondAscii),
          new ConformanceCase(
              "launch permissions are added and removed in the same call",
              API,
              ImageAttributeCases::addAndRemove),
          new ConformanceCase(
              "the flat form of the request does the same", API, ImageAttributeCases::flatForm),
          new ConformanceCase(
              "an organizational unit lets its accounts in", API, ImageAttributeCases::units),
          new ConformanceCase(
              "an account that is none is refused",
              "observed answer, as moto has it",
              ImageAttributeCases::badAccount),
          new ConformanceCase(
              "a description can be changed", API, ImageAttributeCases::description),
          new ConformanceCase(
              "IMDS support can be set and not unset", API, ImageAttributeCases::imds),
          new ConformanceCase(
              "a reset takes every launch permission away",
              "API reference, ResetImageAttribute",
              ImageAttributeCases::reset),
          new ConformanceCase(
              "the image of another account cannot be changed",
              "API reference, error codes",
              ImageAttributeCases::foreign));

  private ImageAttributeCases() {}

  private static void descriptionBeyondAscii(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    refused(
        "InvalidParameterValue",
        () ->
            stage
                .ec2()
                .modifyImageAttribute(
                    r -> r.imageId(id).description(d -> d.value("web \u2014 1"))));
    stage.ec2().modifyImageAttribute(r -> r.imageId(id).description(d -> d.value("web - 1")));
    refused(
        "InvalidParameterValue",
        () -> stage.away().copyImage(stage.copyOf(id, "web-1").description("f\u00fcr").build()));
  }

  private static List<LaunchPermission> permissions(ConformanceEnvironment stage, String id) {
    return stage
        .ec2()
        .describeImageAttribute(r -> r.imageId(id).attribute(ImageAttributeName.LAUNCH_PERMISSION))
        .launchPermissions();
  }

  private static void addAndRemove(ConformanceEnvironment stage) {
    String id = stage.home().image(ImageSeed.named("web-1").sharedWith("222233334444"));
    stage
        .ec2()
        .modifyImageAttribute(
            r ->
                r.imageId(id)
                    .launchPermission(
                        p ->
                            p.add(a -> a.userId(ConformanceEnvironment.OTHER), a -> a.group("all"))
                                .remove(a -> a.userId("222233334444"))));

    assertThat(permissions(stage, id))
        .extracting(LaunchPermission::userId, LaunchPermission::groupAsString)
        .containsExactlyInAnyOrder(tuple(ConformanceEnvironment.OTHER, null), tuple(null, "all"));
  }

  private static void flatForm(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    stage
        .ec2()
        .modifyImageAttribute(
            r ->
                r.imageId(id)
                    .attribute("launchPermission")
                    .operationType(OperationType.ADD)
                    .userIds(ConformanceEnvironment.OTHER));
    assertThat(permissions(stage, id))
        .extracting(LaunchPermission::userId)
        .containsExactly(ConformanceEnvironment.OTHER);

    stage
        .ec2()
        .modifyImageAttribute(
            r ->
                r.imageId(id)
                    .attribute("launchPermission")
                    .operationType(OperationType.REMOVE)
                    .userIds(ConformanceEnvironment.OTHER));
    assertThat(permissions(stage, id)).isEmpty();
  }

  private static void units(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    stage.cloud().seeds().organization(ConformanceEnvironment.OTHER, List.of(UNIT));
    stage
        .ec2()
        .modifyImageAttribute(
            r -> r.imageId(id).launchPermission(p -> p.add(a -> a.organizationalUnitArn(UNIT))));

    assertThat(
            ConformanceEnvironment.describe(
                    stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME), id)
                .imageId())
        .isEqualTo(id);
    refused(
        "InvalidAMIID.NotFound",
        () ->
            ConformanceEnvironment.describe(
                stage.ec2("999988887777", ConformanceEnvironment.HOME), id));
  }

  private static void badAccount(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    refused(
        "InvalidAMIAttributeItemValue",
        () ->
            stage
                .ec2()
                .modifyImageAttribute(
                    r -> r.imageId(id).launchPermission(p -> p.add(a -> a.userId("1234")))));
  }

  private static void description(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    stage.ec2().modifyImageAttribute(r -> r.imageId(id).description(d -> d.value("new text")));
    assertThat(stage.describe(id).description()).isEqualTo("new text");
    assertThat(
            stage
                .ec2()
                .describeImageAttribute(
                    r -> r.imageId(id).attribute(ImageAttributeName.DESCRIPTION))
                .description()
                .value())
        .isEqualTo("new text");
  }

  private static void imds(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    stage.ec2().modifyImageAttribute(r -> r.imageId(id).imdsSupport(v -> v.value("v2.0")));
    assertThat(stage.describe(id).imdsSupportAsString()).isEqualTo("v2.0");
    refused(
        "InvalidParameterValue",
        () -> stage.ec2().modifyImageAttribute(r -> r.imageId(id).imdsSupport(v -> v.value(""))));
  }

  private static void reset(ConformanceEnvironment stage) {
    String id =
        stage
            .home()
            .image(ImageSeed.named("web-1").sharedWith(ConformanceEnvironment.OTHER).madePublic());
    stage.ec2().resetImageAttribute(r -> r.imageId(id).attribute("launchPermission"));
    assertThat(permissions(stage, id)).isEmpty();
  }

  private static void foreign(ConformanceEnvironment stage) {
    String id =
        stage.home().image(ImageSeed.named("web-1").sharedWith(ConformanceEnvironment.OTHER));
    refused(
        "AuthFailure",
        () ->
            stage
                .ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
                .modifyImageAttribute(r -> r.imageId(id).description(d -> d.value("mine"))));
  }
}
