package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.InstanceCases.instance;
import static dev.amioperator.simulator.conformance.InstanceCases.launch;
import static dev.amioperator.simulator.conformance.InstanceCases.one;
import static dev.amioperator.simulator.conformance.InstanceCases.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;

/** What a launch may ask for: a network interface, encryption, a Spot Instance. */
final class LaunchCases {
  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "a network interface excludes a subnet in the request",
              "API reference, InstanceNetworkInterfaceSpecification",
              LaunchCases::networkInterface),
          new ConformanceCase(
              "an unencrypted image launches with encrypted volumes if asked to",
              "EBS user guide, encryption examples",
              LaunchCases::encryptedAtLaunch),
          new ConformanceCase(
              "a persistent Spot request replaces a terminated instance",
              "EC2 user guide, Spot request states; terminate a Spot Instance",
              LaunchCases::persistentSpot),
          new ConformanceCase(
              "a stopped Spot Instance is terminated with its request",
              "EC2 user guide, behavior of Spot Instance interruptions",
              LaunchCases::cancelledWhileStopped),
          new ConformanceCase(
              "only the instance of a persistent Spot request can be stopped",
              "EC2 user guide, stop a Spot Instance; API reference, SpotMarketOptions",
              LaunchCases::oneTimeSpot));

  private LaunchCases() {}

  private static void networkInterface(ConformanceEnvironment stage) {
    String image = stage.home().image(ImageSeed.named("web-1"));
    String id =
        launch(
            stage,
            one(image)
                .networkInterfaces(
                    n ->
                        n.deviceIndex(0)
                            .subnetId("subnet-0123456789abcdef0")
                            .groups("sg-0123456789abcdef0")
                            .associatePublicIpAddress(false)));

    assertThat(instance(stage, id).subnetId()).isEqualTo("subnet-0123456789abcdef0");
    assertThat(instance(stage, id).securityGroups())
        .extracting(GroupIdentifier::groupId)
        .containsExactly("sg-0123456789abcdef0");
    assertThat(instance(stage, id).publicIpAddress()).isNull();
    refused(
        "InvalidParameterCombination",
        () ->
            launch(
                stage,
                one(image)
                    .subnetId("subnet-0123456789abcdef0")
                    .networkInterfaces(n -> n.deviceIndex(0))));
  }

  private static void encryptedAtLaunch(ConformanceEnvironment stage) {
    String image = stage.home().image(ImageSeed.named("web-1"));
    String id =
        launch(
            stage,
            one(image)
                .blockDeviceMappings(
                    d -> d.deviceName("/dev/xvda").ebs(ebs -> ebs.encrypted(true))));
    stage.pass(Duration.ofMinutes(1));

    String made =
        stage.ec2().createImage(r -> r.instanceId(id).name("web-2").noReboot(true)).imageId();

    assertThat(
            stage
                .ec2()
                .describeImages(r -> r.imageIds(made))
                .images()
                .getFirst()
                .blockDeviceMappings())
        .allMatch(device -> device.ebs().encrypted());
  }

  private static RunInstancesRequest.Builder spot(ConformanceEnvironment stage) {
    return one(stage.home().image(ImageSeed.named("web-1")))
        .instanceMarketOptions(
            market ->
                market
                    .marketType(MarketType.SPOT)
                    .spotOptions(
                        options ->
                            options
                                .spotInstanceType(SpotInstanceType.PERSISTENT)
                                .instanceInterruptionBehavior(InstanceInterruptionBehavior.STOP)));
  }

  private static List<Instance> ofRequest(ConformanceEnvironment stage, String requestId) {
    return stage
        .ec2()
        .describeInstances(
            r -> r.filters(f -> f.name("spot-instance-request-id").values(requestId)))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  private static void persistentSpot(ConformanceEnvironment stage) {
    String id = launch(stage, spot(stage));
    String request = instance(stage, id).spotInstanceRequestId();
    stage.ec2().terminateInstances(r -> r.instanceIds(id));
    assertThat(ofRequest(stage, request)).hasSize(2);

    String next =
        ofRequest(stage, request).stream()
            .map(Instance::instanceId)
            .filter(other -> !other.equals(id))
            .findFirst()
            .orElseThrow();
    stage.ec2().cancelSpotInstanceRequests(r -> r.spotInstanceRequestIds(request));
    stage.ec2().terminateInstances(r -> r.instanceIds(next));
    assertThat(ofRequest(stage, request)).hasSize(2);
  }

  private static void cancelledWhileStopped(ConformanceEnvironment stage) {
    String id = launch(stage, spot(stage));
    stage.pass(Duration.ofMinutes(1));
    stage.ec2().stopInstances(r -> r.instanceIds(id));
    stage.pass(Duration.ofMinutes(1));

    String request = instance(stage, id).spotInstanceRequestId();
    stage.ec2().cancelSpotInstanceRequests(r -> r.spotInstanceRequestIds(request));
    stage.pass(Duration.ofMinutes(1));

    assertThat(state(stage, id)).isEqualTo("terminated");
    refused(
        "InvalidSpotInstanceRequestID.NotFound",
        () -> stage.ec2().cancelSpotInstanceRequests(r -> r.spotInstanceRequestIds("sir-0123")));
  }

  private static void oneTimeSpot(ConformanceEnvironment stage) {
    String image = stage.home().image(ImageSeed.named("web-1"));
    String id = launch(stage, one(image).instanceMarketOptions(m -> m.marketType(MarketType.SPOT)));
    stage.pass(Duration.ofMinutes(1));
    refused("UnsupportedOperation", () -> stage.ec2().stopInstances(r -> r.instanceIds(id)));
    refused(
        "InvalidParameterCombination",
        () ->
            launch(
                stage,
                one(image)
                    .instanceMarketOptions(
                        m ->
                            m.marketType(MarketType.SPOT)
                                .spotOptions(
                                    options ->
                                        options.instanceInterruptionBehavior(
                                            InstanceInterruptionBehavior.STOP)))));
  }
}
