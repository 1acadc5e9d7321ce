package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.filter;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Volume;

/** Networks, volumes and attributes of instances. */
final class InstanceDetailCases {
  private static final String PROVIDER =
      "terraform-provider-aws, internal/service/ec2/ec2_instance.go";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "a terminated instance has no network and no devices",
              "EC2 user guide, instance lifecycle; observed answers",
              InstanceDetailCases::terminated),
          new ConformanceCase(
              "an instance of a deregistered image still names it",
              "EC2 user guide, deregister an AMI: instances are not affected",
              InstanceDetailCases::image),
          new ConformanceCase(
              "a placement selects the default subnet of its zone",
              "API reference, RunInstances: SubnetId, Placement",
              InstanceDetailCases::zone),
          new ConformanceCase(
              "volumes end with their instance unless their mapping keeps them",
              "EBS user guide, preserve data when an instance is terminated",
              InstanceDetailCases::volumes),
          new ConformanceCase(
              "a protected instance is not terminated",
              "EC2 user guide, change instance termination protection",
              InstanceDetailCases::protection),
          new ConformanceCase(
              "instances from a launch template have two tags of AWS",
              "EC2 user guide, launch instances using a launch template",
              InstanceDetailCases::templateTags),
          new ConformanceCase(
              "only burstable instances have CPU credits", PROVIDER, InstanceDetailCases::credits));

  private InstanceDetailCases() {}

  private static String launch(
      ConformanceEnvironment stage, Consumer<RunInstancesRequest.Builder> more) {
    String image = stage.home().image(ImageSeed.named("web-1"));
    RunInstancesRequest.Builder request =
        RunInstancesRequest.builder()
            .imageId(image)
            .instanceType("t3.micro")
            .minCount(1)
            .maxCount(1);
    more.accept(request);
    String id = stage.ec2().runInstances(request.build()).instances().getFirst().instanceId();
    stage.pass(Duration.ofMinutes(2));
    return id;
  }

  private static Instance describe(ConformanceEnvironment stage, String id) {
    return stage
        .ec2()
        .describeInstances(r -> r.instanceIds(id))
        .reservations()
        .getFirst()
        .instances()
        .getFirst();
  }

  private static void terminate(ConformanceEnvironment stage, String id) {
    stage.ec2().terminateInstances(r -> r.instanceIds(id));
    stage.pass(Duration.ofMinutes(5));
  }

  private static void terminated(ConformanceEnvironment stage) {
    String id = launch(stage, r -> {});
    assertThat(describe(stage, id).privateIpAddress()).startsWith("172.31.");
    terminate(stage, id);
    Instance gone = describe(stage, id);
    assertThat(gone.vpcId()).isNull();
    assertThat(gone.privateIpAddress()).isNull();
    assertThat(gone.networkInterfaces()).isEmpty();
    assertThat(gone.blockDeviceMappings()).isEmpty();
    assertThat(gone.stateTransitionReason()).matches("User initiated \\(.* GMT\\)");
  }

  private static void image(ConformanceEnvironment stage) {
    assertThat(describe(stage, stage.instance()).imageId()).matches("ami-[0-9a-f]{17}");
  }

  private static void zone(ConformanceEnvironment stage) {
    String id = launch(stage, r -> r.placement(p -> p.availabilityZone("eu-west-1b")));
    Instance found = describe(stage, id);
    assertThat(found.placement().availabilityZone()).isEqualTo("eu-west-1b");
    assertThat(
            stage
                .ec2()
                .describeSubnets(r -> r.subnetIds(found.subnetId()))
                .subnets()
                .getFirst()
                .availabilityZone())
        .isEqualTo("eu-west-1b");
  }

  private static void volumes(ConformanceEnvironment stage) {
    String id =
        launch(
            stage,
            r ->
                r.blockDeviceMappings(
                    d ->
                        d.deviceName("/dev/sdb")
                            .ebs(ebs -> ebs.volumeSize(1).deleteOnTermination(false))));
    List<Volume> attached =
        stage.ec2().describeVolumes(r -> r.filters(filter("attachment.instance-id", id))).volumes();
    assertThat(attached).hasSize(2).allMatch(volume -> volume.stateAsString().equals("in-use"));
    terminate(stage, id);
    Volume left = stage.ec2().describeVolumes().volumes().getFirst();
    assertThat(stage.ec2().describeVolumes().volumes()).hasSize(1);
    assertThat(left.stateAsString()).isEqualTo("available");
    assertThat(left.attachments()).isEmpty();
  }

  private static void protection(ConformanceEnvironment stage) {
    String id = launch(stage, r -> r.disableApiTermination(true));
    refused("OperationNotPermitted", () -> terminate(stage, id));
    stage
        .ec2()
        .modifyInstanceAttribute(
            r -> r.instanceId(id).disableApiTermination(value -> value.value(false)));
    terminate(stage, id);
    assertThat(describe(stage, id).state().nameAsString()).isEqualTo("terminated");
  }

  private static void templateTags(ConformanceEnvironment stage) {
    String template = stage.home().launchTemplate("shop", stage.image("web-2"));
    String id =
        stage
            .ec2()
            .runInstances(
                r -> r.launchTemplate(t -> t.launchTemplateId(template)).minCount(1).maxCount(1))
            .instances()
            .getFirst()
            .instanceId();
    assertThat(describe(stage, id).tags())
        .containsExactly(
            Tag.builder().key("aws:ec2launchtemplate:id").value(template).build(),
            Tag.builder().key("aws:ec2launchtemplate:version").value("1").build());
  }

  private static void credits(ConformanceEnvironment stage) {
    String large = launch(stage, r -> r.instanceType("m5.large"));
    refused(
        "InstanceCreditSpecification.NotSupported",
        () -> stage.ec2().describeInstanceCreditSpecifications(r -> r.instanceIds(large)));
    String micro = stage.instance();
    assertThat(
            stage
                .ec2()
                .describeInstanceCreditSpecifications(r -> r.instanceIds(micro))
                .instanceCreditSpecifications()
                .getFirst()
                .cpuCredits())
        .isEqualTo("unlimited");
  }
}
