package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.InstanceAction.RunInstances;
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

/** SDK requests of the EC2 actions on build instances. */
final class BuildInstanceRequests {
  private BuildInstanceRequests() {}

  static DescribeInstancesRequest describe(
      Map<String, List<String>> filters, Optional<String> token) {
    return DescribeInstancesRequest.builder()
        .filters(DescribeRequests.filters(filters))
        .maxResults(DescribeRequests.PAGE_SIZE)
        .nextToken(token.orElse(null))
        .build();
  }

  static RunInstancesRequest runInstances(RunInstances action) {
    var request =
        RunInstancesRequest.builder()
            .clientToken(action.clientToken())
            .imageId(action.imageId())
            .instanceType(action.instanceType())
            .minCount(1)
            .maxCount(1)
            .networkInterfaces(networkInterface(action))
            .userData(Base64.getEncoder().encodeToString(action.userData().bytes()))
            .blockDeviceMappings(BlockDeviceMappings.mappings(action.blockDevices()))
            .instanceInitiatedShutdownBehavior(ShutdownBehavior.STOP)
            .metadataOptions(
                options ->
                    options
                        .httpEndpoint(InstanceMetadataEndpointState.ENABLED)
                        .httpTokens(HttpTokensState.REQUIRED))
            .tagSpecifications(tags(action));
    action
        .instanceProfile()
        .ifPresent(name -> request.iamInstanceProfile(profile -> profile.name(name)));
    action.spotValidUntil().ifPresent(until -> request.instanceMarketOptions(spot(until)));
    return request.build();
  }

  private static InstanceNetworkInterfaceSpecification networkInterface(RunInstances action) {
    return InstanceNetworkInterfaceSpecification.builder()
        .deviceIndex(0)
        .associatePublicIpAddress(action.publicAddress())
        .deleteOnTermination(true)
        .subnetId(action.subnetId().orElse(null))
        .groups(action.securityGroupIds().isEmpty() ? null : action.securityGroupIds())
        .build();
  }

  /** A persistent Spot request: only its instance can be stopped, and so shut itself down. */
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

  private static List<TagSpecification> tags(RunInstances action) {
    return Stream.of(
            TagRequests.specifications(action.tags(), ResourceType.INSTANCE),
            action.spotValidUntil().isPresent()
                ? TagRequests.specifications(action.tags(), ResourceType.SPOT_INSTANCES_REQUEST)
                : List.<TagSpecification>of(),
            TagRequests.specifications(action.volumeTags(), ResourceType.VOLUME))
        .flatMap(List::stream)
        .toList();
  }
}
