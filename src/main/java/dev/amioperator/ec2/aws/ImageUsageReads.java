package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;

/** Reads of the resources that use images: by image, or listed where EC2 finds none by image. */
record ImageUsageReads(ApiCaller apiCaller) {
  /** The largest page of Auto Scaling's Describe actions. */
  private static final int SCALING_PAGE = 100;

  /** The start of an image id; in its place, a resource may name an SSM parameter. */
  private static final String IMAGE_ID_PREFIX = "ami-";

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

  /** A page of the resources of a type; resources without an image are left out. */
  Page<ImageReference> listed(
      AccountRegion region, ListedResourceType type, Optional<String> token) {
    return switch (type) {
      case LAUNCH_CONFIGURATION -> launchConfigurations(region, token);
      case SCALING_GROUP -> scalingGroups(region, token);
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
                        Stream.of(configuration.imageId())))
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

  private static Stream<ImageReference> references(
      ListedResourceType type, String arn, Stream<String> imageIds) {
    return imageIds
        .filter(id -> id != null && id.startsWith(IMAGE_ID_PREFIX))
        .distinct()
        .map(id -> new ImageReference(id, type.value(), arn));
  }
}
