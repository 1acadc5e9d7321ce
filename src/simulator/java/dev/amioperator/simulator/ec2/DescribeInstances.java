package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.Volume;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** DescribeInstances. */
public final class DescribeInstances {
  private static final Filters<Instance> FILTERS =
      Filters.<Instance>ofResource()
          .on("instance-id", Instance::id)
          .on("image-id", instance -> instance.launch().imageId())
          .on("instance-type", instance -> instance.launch().instanceType())
          .on("architecture", instance -> instance.traits().architecture())
          .on("client-token", instance -> instance.launch().clientToken())
          .on("reservation-id", instance -> instance.launch().reservationId())
          .onCall("subnet-id", (call, instance) -> network(call, instance).subnetId())
          .onCall("vpc-id", (call, instance) -> network(call, instance).vpcId())
          .onCall("availability-zone", (call, instance) -> network(call, instance).zone())
          .onCall(
              "private-ip-address", (call, instance) -> network(call, instance).privateAddress())
          .on("key-name", instance -> instance.launch().keyName())
          .on("instance-lifecycle", instance -> instance.spotRequestId() == null ? null : "spot")
          .on("launch-time", instance -> ImageViews.instant(instance.launch().at()))
          .on("platform", instance -> instance.traits().platform())
          .on("platform-details", instance -> instance.traits().platformDetails())
          .on("virtualization-type", instance -> instance.traits().virtualizationType())
          .on("root-device-type", instance -> instance.traits().rootDeviceType())
          .on("hypervisor", instance -> "xen")
          .on("tenancy", instance -> "default")
          .on("product-code", instance -> null)
          .on("spot-instance-request-id", Instance::spotRequestId)
          .on("owner-id", Instance::ownerId)
          .on("root-device-name", instance -> instance.traits().rootDeviceName())
          .onEach(
              "block-device-mapping.volume-id",
              instance -> instance.volumes().stream().map(Volume::id))
          .onCall("instance-state-name", (call, instance) -> instance.state(call.now()).value())
          .onCall("instance-state-code", (call, instance) -> instance.state(call.now()).code());

  private static InstanceNetworks network(Call call, Instance instance) {
    return new InstanceNetworks(call, instance);
  }

  /**
   * DescribeInstances.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidInstanceID.*}, {@code
   *     InvalidParameterCombination}
   */
  public DescribeInstancesResponse describe(Call call, DescribeInstancesRequest request) {
    Paging paging =
        new Paging(call, "DescribeInstances", request.maxResults(), request.nextToken())
            .requireMinResults(5)
            .rejectWithIds(request.instanceIds(), "instancesSet");
    NavigableMap<String, Instance> candidates =
        request.instanceIds().isEmpty()
            ? call.region().instances().ownedBy(call.accountId())
            : byIds(call, request.instanceIds());
    Paging.Page<Instance> page =
        paging.page(
            candidates,
            FILTERS
                .compile(call, request.filters())
                .and(instance -> ResourceLookup.listed(call, instance)));
    return DescribeInstancesResponse.builder()
        .reservations(page.items().stream().map(instance -> reservation(call, instance)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static NavigableMap<String, Instance> byIds(Call call, List<String> ids) {
    NavigableMap<String, Instance> found = new TreeMap<>();
    ids.forEach(id -> found.put(id, ResourceLookup.instance(call, id)));
    return found;
  }

  private static Reservation reservation(Call call, Instance instance) {
    return Reservation.builder()
        .reservationId(instance.launch().reservationId())
        .ownerId(instance.ownerId())
        .groups(List.of())
        .instances(InstanceViews.show(call, instance))
        .build();
  }
}
