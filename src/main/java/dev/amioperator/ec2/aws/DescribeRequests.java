package dev.amioperator.ec2.aws;

import static software.amazon.awssdk.services.ec2.model.ImageReferenceOptionName.STATE_NAME;
import static software.amazon.awssdk.services.ec2.model.ImageReferenceOptionName.VERSION_DEPTH;
import static software.amazon.awssdk.services.ec2.model.ImageReferenceResourceType.EC2_INSTANCE;
import static software.amazon.awssdk.services.ec2.model.ImageReferenceResourceType.EC2_LAUNCH_TEMPLATE;

import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.ImageSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ImageReferenceOptionName;
import software.amazon.awssdk.services.ec2.model.ImageReferenceResourceType;
import software.amazon.awssdk.services.ec2.model.ResourceTypeRequest;

/** SDK requests of EC2's Describe actions. */
final class DescribeRequests {
  /** EC2's largest page of images, snapshots or instances. */
  static final int PAGE_SIZE = 1000;

  /** Every version of a launch template; EC2 searches only the last ten by default. */
  private static final String ALL_TEMPLATE_VERSIONS = "10000";

  /** What EC2 does not take literally in the value of a filter. */
  private static final Pattern WILDCARD = Pattern.compile("[*?\\\\]");

  /**
   * States of an instance that runs or can be started again. Without this option EC2 counts every
   * state, and lists a terminated instance for about an hour.
   */
  private static final List<String> STATES_OF_USE =
      List.of("pending", "running", "stopping", "stopped");

  private DescribeRequests() {}

  static DescribeImagesRequest images(ImageFilter filter, Optional<String> token) {
    var request =
        DescribeImagesRequest.builder()
            .includeDeprecated(true)
            .includeDisabled(true)
            .filters(filters(filter.filters()))
            .maxResults(PAGE_SIZE)
            .nextToken(token.orElse(null));
    return (filter.ownOnly() ? request.owners("self") : request).build();
  }

  /** DescribeImages lists own deprecated images in any case; the caller filters them out. */
  static DescribeImagesRequest search(ImageSearch search, Optional<String> token) {
    List<Filter> filters = new ArrayList<>(patterns(search.filters()));
    filters.add(Filter.builder().name("state").values("available").build());
    return DescribeImagesRequest.builder()
        .owners(search.owners())
        .includeDeprecated(search.includeDeprecated() ? Boolean.TRUE : null)
        .filters(filters)
        .maxResults(PAGE_SIZE)
        .nextToken(token.orElse(null))
        .build();
  }

  static DescribeSnapshotsRequest snapshots(
      Map<String, List<String>> filters, Optional<String> token) {
    return DescribeSnapshotsRequest.builder()
        .ownerIds("self")
        .filters(filters(filters))
        .maxResults(PAGE_SIZE)
        .nextToken(token.orElse(null))
        .build();
  }

  static DescribeImageReferencesRequest references(List<String> imageIds, Optional<String> token) {
    return DescribeImageReferencesRequest.builder()
        .imageIds(imageIds)
        .includeAllResourceTypes(true)
        .resourceTypes(
            type(EC2_INSTANCE, STATE_NAME, STATES_OF_USE),
            type(EC2_LAUNCH_TEMPLATE, VERSION_DEPTH, List.of(ALL_TEMPLATE_VERSIONS)))
        .nextToken(token.orElse(null))
        .build();
  }

  private static ResourceTypeRequest type(
      ImageReferenceResourceType type, ImageReferenceOptionName option, List<String> values) {
    return ResourceTypeRequest.builder()
        .resourceType(type)
        .resourceTypeOptions(o -> o.optionName(option).optionValues(values))
        .build();
  }

  /** Filters by exact values: EC2 takes what is escaped literally. */
  static List<Filter> filters(Map<String, List<String>> filters) {
    return toFilters(filters, value -> WILDCARD.matcher(value).replaceAll("\\\\$0"));
  }

  /** Filters whose values may hold wildcards. */
  private static List<Filter> patterns(Map<String, List<String>> filters) {
    return toFilters(filters, UnaryOperator.identity());
  }

  private static List<Filter> toFilters(
      Map<String, List<String>> filters, UnaryOperator<String> toValue) {
    return filters.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            entry ->
                Filter.builder()
                    .name(entry.getKey())
                    .values(entry.getValue().stream().map(toValue).toList())
                    .build())
        .toList();
  }
}
