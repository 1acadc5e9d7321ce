package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Fleets.Fleet;
import java.util.List;
import java.util.NavigableMap;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetRequestsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetRequestsResponse;
import software.amazon.awssdk.services.ec2.model.FleetData;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.SpotFleetLaunchSpecification;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfig;

/** DescribeFleets and DescribeSpotFleetRequests. */
public final class DescribeFleets {
  private static final String INSTANT = "instant";

  /** DescribeFleets; fleets of type {@code instant} appear only if they are named. */
  public DescribeFleetsResponse fleets(Call call, DescribeFleetsRequest request) {
    NavigableMap<String, Fleet> own = call.region().fleets().ownedBy(call.accountId(), "fleet-");
    own.values()
        .removeIf(
            fleet ->
                request.fleetIds().isEmpty()
                    ? fleet.type().equals(INSTANT)
                    : !request.fleetIds().contains(fleet.id()));
    var page =
        new Paging(call, "DescribeFleets", request.maxResults(), request.nextToken())
            .page(own, fleet -> true);
    return DescribeFleetsResponse.builder()
        .fleets(page.items().stream().map(DescribeFleets::show).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** DescribeSpotFleetRequests. */
  public DescribeSpotFleetRequestsResponse spotFleets(
      Call call, DescribeSpotFleetRequestsRequest request) {
    List<String> ids = request.spotFleetRequestIds();
    var page =
        new Paging(call, "DescribeSpotFleetRequests", request.maxResults(), request.nextToken())
            .page(
                call.region().fleets().ownedBy(call.accountId(), "sfr-"),
                fleet -> ids.isEmpty() || ids.contains(fleet.id()));
    return DescribeSpotFleetRequestsResponse.builder()
        .spotFleetRequestConfigs(page.items().stream().map(DescribeFleets::showSpot).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static FleetData show(Fleet fleet) {
    return FleetData.builder()
        .fleetId(fleet.id())
        .fleetState(fleet.state())
        .type(fleet.type())
        .createTime(fleet.created())
        .launchTemplateConfigs(
            config ->
                config.overrides(
                    fleet.imageIds().stream()
                        .map(id -> FleetLaunchTemplateOverrides.builder().imageId(id).build())
                        .toList()))
        .build();
  }

  private static SpotFleetRequestConfig showSpot(Fleet fleet) {
    return SpotFleetRequestConfig.builder()
        .spotFleetRequestId(fleet.id())
        .spotFleetRequestState(fleet.state())
        .createTime(fleet.created())
        .spotFleetRequestConfig(
            data ->
                data.type(fleet.type())
                    .launchSpecifications(
                        fleet.imageIds().stream()
                            .map(id -> SpotFleetLaunchSpecification.builder().imageId(id).build())
                            .toList()))
        .build();
  }
}
