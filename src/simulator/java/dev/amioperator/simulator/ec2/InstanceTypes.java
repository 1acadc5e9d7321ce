package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Zone;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;

/** DescribeInstanceTypes and DescribeInstanceTypeOfferings: the same types in every zone. */
public final class InstanceTypes {
  private static final int MAX_TYPES = 100;

  private static final Set<String> FILTER_NAMES =
      Set.of(
          "auto-recovery-supported",
          "bare-metal",
          "burstable-performance-supported",
          "current-generation",
          "dedicated-hosts-supported",
          "ebs-info.attachment-limit-type",
          "ebs-info.maximum-ebs-attachments",
          "ebs-info.ebs-optimized-info.baseline-bandwidth-in-mbps",
          "ebs-info.ebs-optimized-info.baseline-iops",
          "ebs-info.ebs-optimized-info.baseline-throughput-in-mbps",
          "ebs-info.ebs-optimized-info.maximum-bandwidth-in-mbps",
          "ebs-info.ebs-optimized-info.maximum-iops",
          "ebs-info.ebs-optimized-info.maximum-throughput-in-mbps",
          "ebs-info.ebs-optimized-support",
          "ebs-info.encryption-support",
          "ebs-info.nvme-support",
          "free-tier-eligible",
          "hibernation-supported",
          "hypervisor",
          "instance-storage-info.disk.count",
          "instance-storage-info.disk.size-in-gb",
          "instance-storage-info.disk.type",
          "instance-storage-info.encryption-support",
          "instance-storage-info.nvme-support",
          "instance-storage-info.total-size-in-gb",
          "instance-storage-supported",
          "instance-type",
          "memory-info.size-in-mib",
          "network-info.bandwidth-weightings",
          "network-info.efa-info.maximum-efa-interfaces",
          "network-info.efa-supported",
          "network-info.ena-support",
          "network-info.flexible-ena-queues-support",
          "network-info.encryption-in-transit-supported",
          "network-info.ipv4-addresses-per-interface",
          "network-info.ipv6-addresses-per-interface",
          "network-info.ipv6-supported",
          "network-info.maximum-network-cards",
          "network-info.maximum-network-interfaces",
          "network-info.network-performance",
          "nitro-enclaves-support",
          "nitro-tpm-support",
          "nitro-tpm-info.supported-versions",
          "processor-info.supported-architecture",
          "processor-info.sustained-clock-speed-in-ghz",
          "processor-info.supported-features",
          "reboot-migration-support",
          "supported-boot-mode",
          "supported-root-device-type",
          "supported-usage-class",
          "supported-virtualization-type",
          "vcpu-info.default-cores",
          "vcpu-info.default-threads-per-core",
          "vcpu-info.default-vcpus",
          "vcpu-info.valid-cores",
          "vcpu-info.valid-threads-per-core");

  private static final Filters<InstanceTypeInfo> TYPES = typeFilters();

  private static final Filters<InstanceTypeOffering> OFFERINGS =
      new Filters<InstanceTypeOffering>()
          .on("instance-type", InstanceTypeOffering::instanceTypeAsString)
          .on("location", InstanceTypeOffering::location);

  private static Filters<InstanceTypeInfo> typeFilters() {
    Filters<InstanceTypeInfo> filters = new Filters<>();
    FILTER_NAMES.forEach(
        name ->
            filters.onEach(
                name, type -> valuesAt(PojoMaps.toMap(type), List.of(name.split("\\.")))));
    return filters;
  }

  /**
   * DescribeInstanceTypes.
   *
   * @throws ApiError {@code InvalidInstanceType} for types that the table does not have
   */
  public DescribeInstanceTypesResponse describe(Call call, DescribeInstanceTypesRequest request) {
    List<String> names = request.instanceTypesAsStrings();
    if (names.size() > MAX_TYPES) {
      throw Ec2Errors.invalidValue(
          "At most " + MAX_TYPES + " instance types can be given in a call");
    }
    List<String> unknown =
        names.stream().filter(name -> InstanceTypeTable.find(name).isEmpty()).toList();
    if (!unknown.isEmpty()) {
      throw new ApiError(
          "InvalidInstanceType",
          "The following supplied instance types do not exist: ["
              + String.join(", ", unknown)
              + "]");
    }
    Paging paging =
        new Paging(call, "DescribeInstanceTypes", request.maxResults(), request.nextToken())
            .requireMinResults(5);
    NavigableMap<String, InstanceTypeInfo> candidates = new TreeMap<>(InstanceTypeTable.all());
    if (!names.isEmpty()) {
      candidates.keySet().retainAll(names);
    }
    Paging.Page<InstanceTypeInfo> page =
        paging.page(candidates, TYPES.compile(call, request.filters()));
    return DescribeInstanceTypesResponse.builder()
        .instanceTypes(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  /** DescribeInstanceTypeOfferings, by region (default), zone name, zone id or Outpost. */
  public DescribeInstanceTypeOfferingsResponse offerings(
      Call call, DescribeInstanceTypeOfferingsRequest request) {
    Paging paging =
        new Paging(call, "DescribeInstanceTypeOfferings", request.maxResults(), request.nextToken())
            .requireMinResults(5);
    String locationType = Objects.requireNonNullElse(request.locationTypeAsString(), "region");
    NavigableMap<String, InstanceTypeOffering> candidates = new TreeMap<>();
    for (String location : locations(call, locationType)) {
      for (String type : InstanceTypeTable.all().keySet()) {
        candidates.put(
            type + "|" + location,
            InstanceTypeOffering.builder()
                .instanceType(type)
                .locationType(locationType)
                .location(location)
                .build());
      }
    }
    Paging.Page<InstanceTypeOffering> page =
        paging.page(candidates, OFFERINGS.compile(call, request.filters()));
    return DescribeInstanceTypeOfferingsResponse.builder()
        .instanceTypeOfferings(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static List<String> locations(Call call, String locationType) {
    return switch (locationType) {
      case "region" -> List.of(call.region().name());
      case "availability-zone" ->
          call.region().networks().zones().stream().map(Zone::name).toList();
      case "availability-zone-id" ->
          call.region().networks().zones().stream().map(Zone::id).toList();
      case "outpost" -> List.of();
      default -> throw Ec2Errors.invalidValue(locationType, "LocationType", "Unknown type.");
    };
  }

  /**
   * Values at the path of a filter of DescribeInstanceTypes. A filter spells the members of the
   * response in lower case with hyphens, some of them in the singular.
   */
  private static Stream<?> valuesAt(Object value, List<String> path) {
    return switch (value) {
      case List<?> list -> list.stream().flatMap(item -> valuesAt(item, path));
      case Map<?, ?> map when !path.isEmpty() ->
          map.entrySet().stream()
              .filter(entry -> matches(path.getFirst(), (String) entry.getKey()))
              .flatMap(entry -> valuesAt(entry.getValue(), path.subList(1, path.size())));
      default -> path.isEmpty() ? Stream.of(value) : Stream.empty();
    };
  }

  private static boolean matches(String step, String member) {
    String name = step.replace("-", "");
    return List.of(name, name + "s", name + "es").contains(member.toLowerCase(Locale.ROOT));
  }
}
