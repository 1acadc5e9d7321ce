package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.SpotFleetLaunchSpecification;

/** Reads of the resources that use images: by image, or listed where EC2 finds none by image. */
record ImageUsageReads(ApiCaller apiCaller) {
  /** The largest page of Auto Scaling's Describe actions. */
  private static final int SCALING_PAGE = 100;

  /** The largest page of DescribeSpotFleetRequests and DescribeFleets. */
  private static final int FLEET_PAGE = 1000;

  /** States in which a fleet launches no instance any more; its running ones are found as such. */
  private static final Set<String> ENDED_SPOT_FLEETS =
      Set.of("cancelled", "failed", "cancelled_running", "cancelled_terminating");

  private static final Set<String> ENDED_FLEETS =
      Set.of("deleted", "failed", "deleted_running", "deleted_terminating");

  /** In place of an image's id, a resource may name an SSM parameter. */
  private static final Pattern EC2_ID = Pattern.compile("(ami|snap)-.+");

  /** All pages of DescribeImageReferences for at most ten images. */
  List<ImageReference> references(AccountRegion region, List<String> imageIds) {
    return Page.all(
        token -> {
          var request = DescribeRequests.references(imageIds, token);
          return apiCaller.read(
              region,
              ActionClass.REFERENCES_READ,
              "DescribeImageReferences",
              ec2 -> Responses.imageReferences(ec2.describeImageReferences(request)));
        });
  }

  /** A page of the resources of a type; those without an image or snapshot are left out. */
  Page<ImageReference> listed(
      AccountRegion region, ListedResourceType type, Optional<String> token) {
    return switch (type) {
      case LAUNCH_CONFIGURATION -> launchConfigurations(region, token);
      case SCALING_GROUP -> scalingGroups(region, token);
      case LAUNCH_TEMPLATE -> new LaunchTemplateReads(apiCaller).snapshots(region, token);
      case SPOT_FLEET -> spotFleets(region, token);
      case FLEET -> fleets(region, token);
      case COMPUTE_ENVIRONMENT -> new ComputeEnvironmentReads(apiCaller).images(region, token);
    };
  }

  private Page<ImageReference> launchConfigurations(AccountRegion region, Optional<String> token) {
    var page =
        apiCaller.autoScaling(
            region,
            "DescribeLaunchConfigurations",
            scaling ->
                scaling.describeLaunchConfigurations(
                    r -> r.maxRecords(SCALING_PAGE).nextToken(token.orElse(null))));
    return new Page<>(
        page.launchConfigurations().stream()
            .flatMap(
                configuration ->
                    references(
                        ListedResourceType.LAUNCH_CONFIGURATION,
                        configuration.launchConfigurationARN(),
                        Stream.concat(
                            Stream.of(configuration.imageId()),
                            configuration.blockDeviceMappings().stream()
                                .flatMap(device -> Stream.ofNullable(device.ebs()))
                                .map(ebs -> ebs.snapshotId()))))
            .toList(),
        Responses.token(page.nextToken()));
  }

  private Page<ImageReference> scalingGroups(AccountRegion region, Optional<String> token) {
    var page =
        apiCaller.autoScaling(
            region,
            "DescribeAutoScalingGroups",
            scaling ->
                scaling.describeAutoScalingGroups(
                    r -> r.maxRecords(SCALING_PAGE).nextToken(token.orElse(null))));
    return new Page<>(
        page.autoScalingGroups().stream()
            .flatMap(
                group ->
                    references(
                        ListedResourceType.SCALING_GROUP,
                        group.autoScalingGroupARN(),
                        overriddenImages(group)))
            .toList(),
        Responses.token(page.nextToken()));
  }

  /** Images of overrides; those of launch templates are found as launch templates. */
  private static Stream<String> overriddenImages(AutoScalingGroup group) {
    return Optional.ofNullable(group.mixedInstancesPolicy())
        .map(policy -> policy.launchTemplate())
        .map(template -> template.overrides().stream().map(LaunchTemplateOverrides::imageId))
        .orElseGet(Stream::empty);
  }

  private Page<ImageReference> spotFleets(AccountRegion region, Optional<String> token) {
    var page =
        apiCaller.read(
            region,
            ActionClass.READ,
            "DescribeSpotFleetRequests",
            ec2 ->
                ec2.describeSpotFleetRequests(
                    r -> r.maxResults(FLEET_PAGE).nextToken(token.orElse(null))));
    return new Page<>(
        page.spotFleetRequestConfigs().stream()
            .filter(fleet -> !ENDED_SPOT_FLEETS.contains(fleet.spotFleetRequestStateAsString()))
            .flatMap(
                fleet ->
                    references(
                        ListedResourceType.SPOT_FLEET,
                        arn(region, "spot-fleet-request/" + fleet.spotFleetRequestId()),
                        fleet.spotFleetRequestConfig().launchSpecifications().stream()
                            .flatMap(ImageUsageReads::named)))
            .toList(),
        Responses.token(page.nextToken()));
  }

  private Page<ImageReference> fleets(AccountRegion region, Optional<String> token) {
    var page =
        apiCaller.read(
            region,
            ActionClass.READ,
            "DescribeFleets",
            ec2 -> ec2.describeFleets(r -> r.maxResults(FLEET_PAGE).nextToken(token.orElse(null))));
    return new Page<>(
        page.fleets().stream()
            .filter(fleet -> !ENDED_FLEETS.contains(fleet.fleetStateAsString()))
            .flatMap(
                fleet ->
                    references(
                        ListedResourceType.FLEET,
                        arn(region, "fleet/" + fleet.fleetId()),
                        fleet.launchTemplateConfigs().stream()
                            .flatMap(template -> template.overrides().stream())
                            .flatMap(ImageUsageReads::named)))
            .toList(),
        Responses.token(page.nextToken()));
  }

  static Stream<String> named(SpotFleetLaunchSpecification specification) {
    return Stream.concat(
        Stream.ofNullable(specification.imageId()),
        specification.blockDeviceMappings().stream()
            .flatMap(device -> Stream.ofNullable(device.ebs()))
            .map(ebs -> ebs.snapshotId()));
  }

  static Stream<String> named(FleetLaunchTemplateOverrides overrides) {
    return Stream.concat(
        Stream.ofNullable(overrides.imageId()),
        overrides.blockDeviceMappings().stream()
            .flatMap(device -> Stream.ofNullable(device.ebs()))
            .map(ebs -> ebs.snapshotId()));
  }

  /** EC2 describes fleets and launch templates without their ARNs. */
  static String arn(AccountRegion region, String resource) {
    return "arn:%s:ec2:%s:%s:%s"
        .formatted(
            PartitionMetadata.of(Region.of(region.region())).id(),
            region.region(),
            region.accountId(),
            resource);
  }

  static Stream<ImageReference> references(
      ListedResourceType type, String arn, Stream<String> ids) {
    return ids.filter(id -> id != null && EC2_ID.matcher(id).matches())
        .distinct()
        .map(id -> new ImageReference(id, type.value(), arn));
  }
}
