package dev.amioperator.simulator.batch;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Region;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsResponse;
import software.amazon.awssdk.services.batch.model.Ec2Configuration;

/** DescribeComputeEnvironments, of the seeded references of the type of compute environments. */
public final class ComputeEnvironments {
  private static final String TYPE = "batch:ComputeEnvironment";
  private static final int MAX_RESULTS = 100;

  /**
   * DescribeComputeEnvironments of the account, with pages of 100 at most; names are not modelled.
   *
   * @throws ApiError {@code ClientException}
   */
  public DescribeComputeEnvironmentsResponse describe(
      Call call, DescribeComputeEnvironmentsRequest request) {
    int limit = Objects.requireNonNullElse(request.maxResults(), MAX_RESULTS);
    if (limit < 1 || limit > MAX_RESULTS) {
      throw new ApiError("ClientException", "maxResults must be from 1 to " + MAX_RESULTS + ".");
    }
    NavigableMap<String, List<Region.Reference>> all =
        call.region().references().stream()
            .filter(reference -> reference.ownerId().equals(call.accountId()))
            .filter(reference -> reference.type().equals(TYPE))
            .collect(
                Collectors.groupingBy(Region.Reference::arn, TreeMap::new, Collectors.toList()));
    NavigableMap<String, List<Region.Reference>> rest =
        request.nextToken() == null ? all : all.tailMap(request.nextToken(), false);
    List<String> arns = rest.keySet().stream().limit(limit).toList();
    return DescribeComputeEnvironmentsResponse.builder()
        .computeEnvironments(arns.stream().map(arn -> show(arn, rest.get(arn))).toList())
        .nextToken(arns.size() < rest.size() ? arns.getLast() : null)
        .build();
  }

  /** A managed compute environment that names its images in its EC2 configuration. */
  private static ComputeEnvironmentDetail show(String arn, List<Region.Reference> references) {
    return ComputeEnvironmentDetail.builder()
        .computeEnvironmentArn(arn)
        .computeEnvironmentName(arn.substring(arn.lastIndexOf('/') + 1))
        .type("MANAGED")
        .state("ENABLED")
        .status("VALID")
        .computeResources(
            resources ->
                resources
                    .type("EC2")
                    .ec2Configuration(
                        references.stream()
                            .map(
                                reference ->
                                    Ec2Configuration.builder()
                                        .imageType("ECS_AL2023")
                                        .imageIdOverride(reference.imageId())
                                        .build())
                            .toList()))
        .build();
  }
}
