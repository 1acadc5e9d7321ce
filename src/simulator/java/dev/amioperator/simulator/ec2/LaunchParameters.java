package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.InstanceSettings;
import dev.amioperator.simulator.state.InstanceSettings.MetadataOptions;
import dev.amioperator.simulator.state.Subnet;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Launch parameters of an instance from a RunInstances request. */
final class LaunchParameters {
  private LaunchParameters() {}

  static Instance.Launch of(
      Call call, RunInstancesRequest request, Image image, String type, String reservation) {
    boolean imdsV2 =
        request.metadataOptions() == null || request.metadataOptions().httpTokens() == null
            ? "v2.0".equals(image.traits().imdsSupport())
            : "required".equals(request.metadataOptions().httpTokensAsString());
    var profile = request.iamInstanceProfile();
    return new Instance.Launch(
        reservation,
        image.id(),
        type,
        network(call, request),
        profile == null ? null : profile.arn() != null ? profile.arn() : profile.name(),
        request.keyName(),
        imdsV2,
        "terminate".equals(request.instanceInitiatedShutdownBehaviorAsString()),
        request.userData(),
        request.clientToken(),
        request.launchTemplate() == null ? null : request.launchTemplate().launchTemplateId(),
        call.now());
  }

  /** Settings of an instance beside its launch parameters. */
  static void apply(InstanceSettings settings, RunInstancesRequest request, Image image) {
    settings.disableApiTermination(Boolean.TRUE.equals(request.disableApiTermination()));
    settings.disableApiStop(Boolean.TRUE.equals(request.disableApiStop()));
    settings.ebsOptimized(Boolean.TRUE.equals(request.ebsOptimized()));
    settings.detailedMonitoring(
        request.monitoring() != null && Boolean.TRUE.equals(request.monitoring().enabled()));
    if (request.creditSpecification() != null) {
      settings.cpuCredits(request.creditSpecification().cpuCredits());
    }
    settings.metadataOptions(
        metadataOptions(
            Optional.ofNullable(request.metadataOptions())
                .orElseGet(() -> InstanceMetadataOptionsRequest.builder().build()),
            image));
  }

  /** Metadata options of a launch; images that require IMDSv2 raise the hop limit to two. */
  private static MetadataOptions metadataOptions(
      InstanceMetadataOptionsRequest given, Image image) {
    boolean imdsV2 = "v2.0".equals(image.traits().imdsSupport());
    return new MetadataOptions(
        Objects.requireNonNullElse(given.httpPutResponseHopLimit(), imdsV2 ? 2 : 1),
        Objects.requireNonNullElse(given.httpEndpointAsString(), "enabled"),
        Objects.requireNonNullElse(given.httpProtocolIpv6AsString(), "disabled"),
        Objects.requireNonNullElse(given.instanceMetadataTagsAsString(), "disabled"));
  }

  /**
   * Primary network interface of the instance, from the interface list or the request fields.
   *
   * @throws ApiError {@code InvalidParameterCombination}
   */
  private static Instance.Network network(Call call, RunInstancesRequest request) {
    if (request.networkInterfaces().isEmpty()) {
      String subnetId = subnetId(call, request);
      return new Instance.Network(
          subnetId, request.securityGroupIds(), mapsPublicAddress(call, subnetId));
    }
    if (request.subnetId() != null || !request.securityGroupIds().isEmpty()) {
      throw new ApiError(
          "InvalidParameterCombination",
          "Network interfaces and an instance-level "
              + (request.subnetId() != null ? "subnet ID" : "security groups")
              + " may not be specified on the same request");
    }
    var given = request.networkInterfaces().getFirst();
    return new Instance.Network(
        given.subnetId(),
        given.groups(),
        given.associatePublicIpAddress() == null
            ? mapsPublicAddress(call, given.subnetId())
            : given.associatePublicIpAddress());
  }

  /** Subnet of a launch; null for the first default subnet. */
  private static String subnetId(Call call, RunInstancesRequest request) {
    String zone = request.placement() == null ? null : request.placement().availabilityZone();
    if (request.subnetId() != null || zone == null) {
      return request.subnetId();
    }
    return call.region()
        .networks()
        .defaultSubnet(call.accountId(), zone)
        .map(Subnet::id)
        .orElseThrow(() -> Ec2Errors.invalidValue("Invalid availability zone: [" + zone + "]"));
  }

  /** Whether instances of a subnet have a public address: in default subnets. */
  private static boolean mapsPublicAddress(Call call, String subnetId) {
    return subnetId == null || call.region().networks().subnets().get(subnetId) != null;
  }
}
