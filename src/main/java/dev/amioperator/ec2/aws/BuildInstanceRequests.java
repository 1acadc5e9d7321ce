package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.BuildInstanceWrites.LaunchRequest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.InstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.InstanceMarketOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataEndpointState;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The requests about builders that go out, from the operator's records. */
final class BuildInstanceRequests {
  private BuildInstanceRequests() {}

  static DescribeInstancesRequest describe(
      Map<String, List<String>> filters, Optional<String> token) {
    return DescribeInstancesRequest.builder()
        .filters(Requests.filters(filters))
        .maxResults(Requests.PAGE_SIZE)
        .nextToken(token.orElse(null))
        .build();
  }

  static RunInstancesRequest run(LaunchRequest launchRequest) {
    var request =
        RunInstancesRequest.builder()
            .clientToken(launchRequest.clientToken())
            .imageId(launchRequest.imageId())
            .instanceType(launchRequest.instanceType())
            .minCount(1)
            .maxCount(1)
            .networkInterfaces(networkInterface(launchRequest))
            .userData(Base64.getEncoder().encodeToString(launchRequest.userData()))
            .blockDeviceMappings(BlockDeviceMappings.mappings(launchRequest.blockDevices()))
            .instanceInitiatedShutdownBehavior(ShutdownBehavior.STOP)
            .metadataOptions(
                options ->
                    options
                        .httpEndpoint(InstanceMetadataEndpointState.ENABLED)
                        .httpTokens(HttpTokensState.REQUIRED))
            .tagSpecifications(tags(launchRequest));
    launchRequest
        .instanceProfile()
        .ifPresent(name -> request.iamInstanceProfile(profile -> profile.name(name)));
    launchRequest.spotValidUntil().ifPresent(until -> request.instanceMarketOptions(spot(until)));
    return request.build();
  }

  private static InstanceNetworkInterfaceSpecification networkInterface(
      LaunchRequest launchRequest) {
    return InstanceNetworkInterfaceSpecification.builder()
        .deviceIndex(0)
        .associatePublicIpAddress(launchRequest.publicAddress())
        .deleteOnTermination(true)
        .subnetId(launchRequest.subnetId().orElse(null))
        .groups(
            launchRequest.securityGroupIds().isEmpty() ? null : launchRequest.securityGroupIds())
        .build();
  }

  /** Only the instance of a persistent request can be stopped, and so shut itself down. */
  private static InstanceMarketOptionsRequest spot(Instant until) {
    return InstanceMarketOptionsRequest.builder()
        .marketType(MarketType.SPOT)
        .spotOptions(
            options ->
                options
                    .spotInstanceType(SpotInstanceType.PERSISTENT)
                    .instanceInterruptionBehavior(InstanceInterruptionBehavior.STOP)
                    .validUntil(until))
        .build();
  }

  private static List<TagSpecification> tags(LaunchRequest launchRequest) {
    return Stream.of(
            Requests.tagSpecifications(launchRequest.tags(), ResourceType.INSTANCE),
            launchRequest.spotValidUntil().isPresent()
                ? Requests.tagSpecifications(
                    launchRequest.tags(), ResourceType.SPOT_INSTANCES_REQUEST)
                : List.<TagSpecification>of(),
            Requests.tagSpecifications(launchRequest.volumeTags(), ResourceType.VOLUME))
        .flatMap(List::stream)
        .toList();
  }
}
