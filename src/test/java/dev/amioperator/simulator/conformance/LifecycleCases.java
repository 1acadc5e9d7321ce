package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.filter;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;

/** Deprecation, disabling and deregistration protection. */
final class LifecycleCases {
  private static final String DISABLE = "API reference, DisableImage";
  private static final String DEPRECATE = "API reference, EnableImageDeprecation";
  private static final String PROTECT = "EC2 user guide, protect an AMI from deregistration";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "disabling removes all launch permissions for good",
              DISABLE,
              LifecycleCases::disableStripsPermissions),
          new ConformanceCase(
              "a disabled image is listed only if asked for", DISABLE, LifecycleCases::hidden),
          new ConformanceCase(
              "a disabled image cannot be shared", DISABLE, LifecycleCases::disabledIsNotShared),
          new ConformanceCase(
              "a pending image cannot be disabled", DISABLE, LifecycleCases::pending),
          new ConformanceCase(
              "the deprecation date is rounded to the minute", DEPRECATE, LifecycleCases::rounded),
          new ConformanceCase(
              "the deprecation date is neither past nor more than 10 years ahead",
              DEPRECATE,
              LifecycleCases::bounds),
          new ConformanceCase(
              "a public image is deprecated at most 2 years after its creation",
              DEPRECATE,
              LifecycleCases::publicBound),
          new ConformanceCase(
              "deprecation can be lifted",
              "API reference, DisableImageDeprecation",
              LifecycleCases::lifted),
          new ConformanceCase(
              "others find a deprecated image by its id",
              "EC2 user guide, deprecate an AMI",
              LifecycleCases::deprecatedById),
          new ConformanceCase(
              "a protected image cannot be deregistered", PROTECT, LifecycleCases::isProtected),
          new ConformanceCase(
              "with cooldown the protection outlives its end by 24 hours",
              PROTECT,
              LifecycleCases::cooldown),
          new ConformanceCase(
              "the last launch is told a day late",
              "EC2 user guide, check when an AMI was last used",
              LifecycleCases::lastLaunched));

  private LifecycleCases() {}

  private static void disableStripsPermissions(ConformanceEnvironment stage) {
    String id =
        stage
            .home()
            .image(ImageSeed.named("web-1").madePublic().sharedWith(ConformanceEnvironment.OTHER));
    assertThat(stage.ec2().disableImage(r -> r.imageId(id)).returnValue()).isTrue();
    stage.ec2().enableImage(r -> r.imageId(id));

    assertThat(stage.describe(id).stateAsString()).isEqualTo("available");
    assertThat(
            stage
                .ec2()
                .describeImageAttribute(
                    r -> r.imageId(id).attribute(ImageAttributeName.LAUNCH_PERMISSION))
                .launchPermissions())
        .isEmpty();
  }

  private static void hidden(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    stage.ec2().disableImage(r -> r.imageId(id));

    assertThat(stage.ec2().describeImages(r -> r.owners("self")).images()).isEmpty();
    assertThat(
            stage
                .ec2()
                .describeImages(r -> r.filters(filter("state", "disabled")).includeDisabled(true))
                .images())
        .extracting(Image::stateAsString)
        .containsExactly("disabled");
  }

  private static void disabledIsNotShared(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    stage.ec2().disableImage(r -> r.imageId(id));
    refused(
        "IncorrectState",
        () ->
            stage
                .ec2()
                .modifyImageAttribute(
                    r ->
                        r.imageId(id)
                            .launchPermission(
                                p -> p.add(a -> a.userId(ConformanceEnvironment.OTHER)))));
  }

  private static void pending(ConformanceEnvironment stage) {
    String instance = stage.instance();
    String id = stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId();
    refused("IncorrectState", () -> stage.ec2().disableImage(r -> r.imageId(id)));
  }

  private static void deprecate(ConformanceEnvironment stage, String id, Instant at) {
    stage.ec2().enableImageDeprecation(r -> r.imageId(id).deprecateAt(at));
  }

  private static void rounded(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    deprecate(stage, id, Instant.parse("2026-06-01T10:00:31Z"));
    assertThat(stage.describe(id).deprecationTime()).isEqualTo("2026-06-01T10:01:00.000Z");
  }

  private static void bounds(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    refused(
        "InvalidParameterValue",
        () -> deprecate(stage, id, ConformanceEnvironment.START.minus(Duration.ofMinutes(2))));
    refused(
        "InvalidParameterValue", () -> deprecate(stage, id, Instant.parse("2036-03-01T12:01:00Z")));
    deprecate(stage, id, Instant.parse("2036-03-01T12:00:00Z"));
    refused("MissingParameter", () -> stage.ec2().enableImageDeprecation(r -> r.imageId(id)));
  }

  private static void publicBound(ConformanceEnvironment stage) {
    String id = stage.home().image(ImageSeed.named("web-1").madePublic());
    refused(
        "InvalidParameterValue", () -> deprecate(stage, id, Instant.parse("2028-03-01T12:01:00Z")));
    deprecate(stage, id, Instant.parse("2028-03-01T12:00:00Z"));
  }

  private static void lifted(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    deprecate(stage, id, Instant.parse("2026-06-01T10:00:00Z"));
    stage.ec2().disableImageDeprecation(r -> r.imageId(id));
    assertThat(stage.describe(id).deprecationTime()).isNull();
  }

  private static void deprecatedById(ConformanceEnvironment stage) {
    String id =
        stage
            .home()
            .image(
                ImageSeed.named("web-1").madePublic().deprecatedAt(ConformanceEnvironment.START));
    assertThat(
            ConformanceEnvironment.describe(
                    stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME), id)
                .imageId())
        .isEqualTo(id);
  }

  private static void isProtected(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    assertThat(stage.ec2().enableImageDeregistrationProtection(r -> r.imageId(id)).returnValue())
        .isEqualTo("enabled-without-cooldown");
    assertThat(stage.describe(id).deregistrationProtection()).isEqualTo("enabled-without-cooldown");
    refused("OperationNotPermitted", () -> stage.ec2().deregisterImage(r -> r.imageId(id)));

    stage.ec2().disableImageDeregistrationProtection(r -> r.imageId(id));
    stage.ec2().deregisterImage(r -> r.imageId(id));
  }

  private static void cooldown(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    stage.ec2().enableImageDeregistrationProtection(r -> r.imageId(id).withCooldown(true));
    stage.pass(Duration.ofDays(3));
    stage.ec2().disableImageDeregistrationProtection(r -> r.imageId(id));

    assertThat(stage.describe(id).deregistrationProtection())
        .isEqualTo("disabled after 2026-03-05T12:00:00Z");
    stage.pass(Duration.ofHours(23));
    refused("OperationNotPermitted", () -> stage.ec2().deregisterImage(r -> r.imageId(id)));
    stage.pass(Duration.ofHours(1));
    assertThat(stage.describe(id).deregistrationProtection()).isEqualTo("disabled");
    stage.ec2().deregisterImage(r -> r.imageId(id));
  }

  private static void lastLaunched(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    stage.home().instance(InstanceSeed.small().fromImage(id));

    stage.pass(Duration.ofHours(23));
    assertThat(stage.describe(id).lastLaunchedTime()).isNull();
    stage.pass(Duration.ofHours(1));
    assertThat(stage.describe(id).lastLaunchedTime()).isEqualTo("2026-03-01T12:00:00.000Z");
  }
}
