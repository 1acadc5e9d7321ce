package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.tags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.VolumeSeed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Instances: run, stop, start, terminate, and what is told of them. */
final class InstanceCases {
  private static final String RUN = "API reference, RunInstances";
  private static final String ERRORS = "API reference, error codes";
  private static final String LIFECYCLE = "EC2 user guide, instance state changes";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "an instance is pending, then running, with the volumes of its image",
              RUN,
              InstanceCases::run),
          new ConformanceCase(
              "the same client token gives the same instance",
              "EC2 developer guide, ensuring idempotency",
              InstanceCases::sameToken),
          new ConformanceCase(
              "the client token of a terminated instance is spent",
              "observed answer of RunInstances",
              InstanceCases::spentToken),
          new ConformanceCase(
              "a missing, unshared or unavailable image is refused",
              ERRORS,
              InstanceCases::badImages),
          new ConformanceCase(
              "instance type and image must have the same architecture",
              "observed answer of RunInstances",
              InstanceCases::architecture),
          new ConformanceCase(
              "stopping, starting and terminating take time", LIFECYCLE, InstanceCases::states),
          new ConformanceCase(
              "a terminated instance stays listed for an hour",
              LIFECYCLE,
              InstanceCases::terminatedLingers),
          new ConformanceCase(
              "a shutdown in user data stops or terminates the instance",
              "EC2 user guide, run commands at launch; change shutdown behavior",
              InstanceCases::shutsDown),
          new ConformanceCase(
              "the console shows what user data echoed",
              "API reference, GetConsoleOutput",
              InstanceCases::console),
          new ConformanceCase(
              "CreateImage reboots unless told not to",
              "API reference, CreateImage",
              InstanceCases::createImageReboots),
          new ConformanceCase(
              "an instance whose volumes cannot be decrypted ends terminated",
              "EC2 user guide, troubleshoot instance terminates immediately",
              InstanceCases::noKey),
          new ConformanceCase(
              "an image with IMDS support v2.0 launches instances that require tokens",
              "API reference, RegisterImage",
              InstanceCases::imds),
          new ConformanceCase(
              "a rebooted instance is checked again",
              "API reference, RebootInstances",
              InstanceCases::reboot));

  private InstanceCases() {}

  static RunInstancesRequest.Builder one(String imageId) {
    return RunInstancesRequest.builder()
        .imageId(imageId)
        .instanceType("t3.micro")
        .minCount(1)
        .maxCount(1);
  }

  static String launch(ConformanceEnvironment stage, RunInstancesRequest.Builder request) {
    return stage.ec2().runInstances(request.build()).instances().getFirst().instanceId();
  }

  static Instance instance(ConformanceEnvironment stage, String id) {
    return stage
        .ec2()
        .describeInstances(r -> r.instanceIds(id))
        .reservations()
        .getFirst()
        .instances()
        .getFirst();
  }

  static String state(ConformanceEnvironment stage, String id) {
    return instance(stage, id).state().nameAsString();
  }

  private static String script(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void run(ConformanceEnvironment stage) {
    String image =
        stage
            .home()
            .image(
                ImageSeed.named("web-1")
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8), VolumeSeed.of("/dev/sdf", 20)));
    String id =
        launch(stage, one(image).tagSpecifications(tags(ResourceType.INSTANCE, "tier", "web")));

    assertThat(state(stage, id)).isEqualTo("pending");
    stage.pass(Duration.ofMinutes(1));
    Instance running = instance(stage, id);
    assertThat(running.state().nameAsString()).isEqualTo("running");
    assertThat(running.imageId()).isEqualTo(image);
    assertThat(running.instanceType()).isEqualTo(InstanceType.T3_MICRO);
    assertThat(running.tags()).hasSize(1);
    assertThat(running.blockDeviceMappings())
        .extracting(InstanceBlockDeviceMapping::deviceName)
        .containsExactly("/dev/xvda", "/dev/sdf");
    assertThat(stage.cloud().journal().leftovers("i")).containsExactly(id);
  }

  private static void sameToken(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    String first = launch(stage, one(image).clientToken("build-1"));
    assertThat(launch(stage, one(image).clientToken("build-1"))).isEqualTo(first);
    refused(
        "IdempotentParameterMismatch",
        () -> launch(stage, one(image).clientToken("build-1").maxCount(2)));
  }

  private static void spentToken(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    String first = launch(stage, one(image).clientToken("build-1"));
    stage.ec2().terminateInstances(r -> r.instanceIds(first));
    stage.pass(Duration.ofMinutes(5));
    refused("IdempotentInstanceTerminated", () -> launch(stage, one(image).clientToken("build-1")));
  }

  private static void badImages(ConformanceEnvironment stage) {
    refused("InvalidAMIID.NotFound", () -> launch(stage, one("ami-0123456789abcdef0")));
    refused("InvalidAMIID.Malformed", () -> launch(stage, one("web-1")));
    String theirs =
        stage
            .cloud()
            .seeds()
            .target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
            .image(ImageSeed.named("theirs"));
    refused("AuthFailure", () -> launch(stage, one(theirs)));
    String disabled = stage.image("web-1");
    stage.ec2().disableImage(r -> r.imageId(disabled));
    refused("InvalidAMIID.Unavailable", () -> launch(stage, one(disabled)));
    refused(
        "MissingParameter",
        () -> stage.ec2().runInstances(r -> r.instanceType("t3.micro").imageId(disabled)));
  }

  private static void architecture(ConformanceEnvironment stage) {
    String arm = stage.home().image(ImageSeed.named("arm").withArchitecture("arm64"));
    refused("InvalidParameterValue", () -> launch(stage, one(arm)));
    launch(stage, one(arm).instanceType("t4g.small"));
  }

  private static void states(ConformanceEnvironment stage) {
    String id = stage.instance();
    Ec2Client ec2 = stage.ec2();
    ec2.stopInstances(r -> r.instanceIds(id));
    assertThat(state(stage, id)).isEqualTo("stopping");
    refused("IncorrectInstanceState", () -> ec2.startInstances(r -> r.instanceIds(id)));
    stage.pass(Duration.ofMinutes(1));
    assertThat(state(stage, id)).isEqualTo("stopped");
    ec2.startInstances(r -> r.instanceIds(id));
    stage.pass(Duration.ofMinutes(1));
    assertThat(state(stage, id)).isEqualTo("running");
    assertThat(
            ec2.terminateInstances(r -> r.instanceIds(id))
                .terminatingInstances()
                .getFirst()
                .previousState()
                .nameAsString())
        .isEqualTo("running");
    assertThat(state(stage, id)).isEqualTo("shutting-down");
    stage.pass(Duration.ofMinutes(1));
    assertThat(state(stage, id)).isEqualTo("terminated");
    ec2.terminateInstances(r -> r.instanceIds(id));
    refused("IncorrectInstanceState", () -> ec2.stopInstances(r -> r.instanceIds(id)));
  }

  private static void terminatedLingers(ConformanceEnvironment stage) {
    String id = stage.instance();
    stage.ec2().terminateInstances(r -> r.instanceIds(id));
    stage.pass(Duration.ofMinutes(59));
    assertThat(stage.ec2().describeInstances(r -> {}).reservations()).hasSize(1);
    stage.pass(Duration.ofMinutes(2));
    assertThat(stage.ec2().describeInstances(r -> {}).reservations()).isEmpty();
  }

  private static void shutsDown(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    String script = script("#!/bin/sh\necho building\nsudo shutdown -h now\n");
    String stopping = launch(stage, one(image).userData(script));
    String terminating =
        launch(stage, one(image).userData(script).instanceInitiatedShutdownBehavior("terminate"));
    String staying = launch(stage, one(image).userData(script("#!/bin/sh\necho shutdown\n")));

    stage.pass(Duration.ofMinutes(5));
    assertThat(state(stage, stopping)).isEqualTo("stopped");
    assertThat(state(stage, terminating)).isEqualTo("terminated");
    assertThat(state(stage, staying)).isEqualTo("running");
  }

  private static void console(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    String id = launch(stage, one(image).userData(script("#!/bin/sh\necho \"build done\"\n")));
    assertThat(stage.ec2().getConsoleOutput(r -> r.instanceId(id)).output()).isNull();
    stage.pass(Duration.ofMinutes(5));
    String output = stage.ec2().getConsoleOutput(r -> r.instanceId(id)).output();
    assertThat(new String(Base64.getDecoder().decode(output), StandardCharsets.UTF_8))
        .isEqualTo("build done");
  }

  private static String check(ConformanceEnvironment stage, String id) {
    return stage
        .ec2()
        .describeInstanceStatus(r -> r.instanceIds(id))
        .instanceStatuses()
        .getFirst()
        .instanceStatus()
        .statusAsString();
  }

  private static void createImageReboots(ConformanceEnvironment stage) {
    String id = stage.instance();
    stage.pass(Duration.ofMinutes(5));
    stage.ec2().createImage(r -> r.instanceId(id).name("web-1").noReboot(true));
    assertThat(check(stage, id)).isEqualTo("ok");
    stage.ec2().createImage(r -> r.instanceId(id).name("web-2"));
    assertThat(check(stage, id)).isEqualTo("initializing");
    stage.pass(Duration.ofMinutes(5));
    assertThat(check(stage, id)).isEqualTo("ok");
  }

  private static void noKey(ConformanceEnvironment stage) {
    String key = stage.home().kmsKey("alias/images");
    String image =
        stage
            .home()
            .image(
                ImageSeed.named("web-1")
                    .sharedWith(ConformanceEnvironment.OTHER)
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key)));
    Ec2Client other = stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME);
    String id = other.runInstances(one(image).build()).instances().getFirst().instanceId();
    stage.pass(Duration.ofMinutes(1));
    Instance failed =
        other
            .describeInstances(r -> r.instanceIds(id))
            .reservations()
            .getFirst()
            .instances()
            .getFirst();
    assertThat(failed.state().nameAsString()).isEqualTo("terminated");
    assertThat(failed.stateReason().code()).isEqualTo("Client.InternalError");

    stage.home().shareKmsKey(key, ConformanceEnvironment.OTHER);
    String good = other.runInstances(one(image).build()).instances().getFirst().instanceId();
    stage.pass(Duration.ofMinutes(1));
    assertThat(other.describeInstanceStatus(r -> r.instanceIds(good)).instanceStatuses())
        .hasSize(1);
  }

  private static void imds(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    assertThat(instance(stage, launch(stage, one(image))).metadataOptions().httpTokensAsString())
        .isEqualTo("optional");
    stage.ec2().modifyImageAttribute(r -> r.imageId(image).imdsSupport(v -> v.value("v2.0")));
    Image strict = stage.describe(image);
    assertThat(
            instance(stage, launch(stage, one(strict.imageId())))
                .metadataOptions()
                .httpTokensAsString())
        .isEqualTo("required");
  }

  private static void reboot(ConformanceEnvironment stage) {
    String id = stage.instance();
    stage.pass(Duration.ofMinutes(5));
    stage.ec2().rebootInstances(r -> r.instanceIds(id));
    assertThat(check(stage, id)).isEqualTo("initializing");
    stage.pass(Duration.ofMinutes(5));
    assertThat(check(stage, id)).isEqualTo("ok");
  }
}
