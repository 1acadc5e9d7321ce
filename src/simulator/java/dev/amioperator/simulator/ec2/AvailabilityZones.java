package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Zone;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;

/** DescribeAvailabilityZones: no Local Zones and no Wavelength Zones. */
public final class AvailabilityZones {
  private static final String OPT_IN = "opt-in-not-required";

  private static final Filters<AvailabilityZone> FILTERS =
      new Filters<AvailabilityZone>()
          .on("group-long-name", AvailabilityZone::groupLongName)
          .on("group-name", AvailabilityZone::groupName)
          .onEach("message", zone -> zone.messages().stream())
          .on("opt-in-status", AvailabilityZone::optInStatusAsString)
          .on("parent-zone-id", AvailabilityZone::parentZoneId)
          .on("parent-zone-name", AvailabilityZone::parentZoneName)
          .on("region-name", AvailabilityZone::regionName)
          .on("state", AvailabilityZone::stateAsString)
          .on("zone-id", AvailabilityZone::zoneId)
          .on("zone-name", AvailabilityZone::zoneName)
          .on("zone-type", AvailabilityZone::zoneType);

  /**
   * DescribeAvailabilityZones.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidParameterValue} for a zone that
   *     the region does not have
   */
  public DescribeAvailabilityZonesResponse describe(
      Call call, DescribeAvailabilityZonesRequest request) {
    List<Zone> zones = call.region().networks().zones();
    check(request.zoneNames(), zones.stream().map(Zone::name).toList());
    check(request.zoneIds(), zones.stream().map(Zone::id).toList());
    Predicate<AvailabilityZone> passes = FILTERS.compile(call, request.filters());
    return DescribeAvailabilityZonesResponse.builder()
        .availabilityZones(
            zones.stream()
                .filter(zone -> named(request.zoneNames(), zone.name()))
                .filter(zone -> named(request.zoneIds(), zone.id()))
                .map(zone -> show(call, zone))
                .filter(passes)
                .toList())
        .build();
  }

  private static boolean named(List<String> wanted, String value) {
    return wanted.isEmpty() || wanted.contains(value);
  }

  private static void check(List<String> wanted, List<String> known) {
    List<String> unknown = wanted.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw Ec2Errors.invalidValue(
          "Invalid availability zones: [" + String.join(", ", unknown) + "]");
    }
  }

  private static AvailabilityZone show(Call call, Zone zone) {
    String region = call.region().name();
    return AvailabilityZone.builder()
        .state("available")
        .messages(List.of())
        .optInStatus(OPT_IN)
        .regionName(region)
        .zoneName(zone.name())
        .zoneId(zone.id())
        .groupName(region + "-zg-1")
        .networkBorderGroup(region)
        .zoneType("availability-zone")
        .build();
  }
}
