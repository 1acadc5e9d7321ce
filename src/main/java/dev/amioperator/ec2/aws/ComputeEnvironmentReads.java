package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.ec2.Page;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.Ec2Configuration;

/**
 * Lists the images that compute environments of AWS Batch name themselves, which override those of
 * their launch templates (Batch user guide, "AMI selection order").
 */
record ComputeEnvironmentReads(ApiCaller apiCaller) {
  /** The largest page of DescribeComputeEnvironments. */
  private static final int PAGE = 100;

  /** A page, of environments that are enabled or not: a disabled one can be enabled again. */
  Page<ImageReference> images(AccountRegion region, Optional<String> token) {
    try {
      var page =
          apiCaller.batch(
              region,
              "DescribeComputeEnvironments",
              batch ->
                  batch.describeComputeEnvironments(
                      r -> r.maxResults(PAGE).nextToken(token.orElse(null))));
      return new Page<>(
          page.computeEnvironments().stream()
              .filter(environment -> environment.status() != CEStatus.DELETED)
              .flatMap(
                  environment ->
                      ImageUsageReads.references(
                          ListedResourceType.COMPUTE_ENVIRONMENT,
                          environment.computeEnvironmentArn(),
                          images(environment)))
              .toList(),
          Responses.token(page.nextToken()));
    } catch (Ec2CallException failure) {
      if (withoutService(region.region(), failure)) {
        return new Page<>(List.of(), Optional.empty());
      }
      throw failure;
    }
  }

  static Stream<String> images(ComputeEnvironmentDetail environment) {
    return Stream.ofNullable(environment.computeResources())
        .flatMap(
            resources ->
                Stream.concat(
                    Stream.ofNullable(resources.imageId()),
                    resources.ec2Configuration().stream().map(Ec2Configuration::imageIdOverride)));
  }

  /**
   * Whether a region has no AWS Batch: its host does not exist, and the SDK knows of no such region
   * of the service. Either alone proves nothing: DNS fails, and the SDK's list grows old.
   */
  static boolean withoutService(String region, Ec2CallException failure) {
    if (ServiceMetadata.of("batch").regions().contains(Region.of(region))) {
      return false;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }
}
