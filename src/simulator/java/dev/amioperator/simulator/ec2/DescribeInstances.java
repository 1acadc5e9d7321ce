package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.MachineTraits;
import dev.amioperator.simulator.state.Volume;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.EbsInstanceBlockDevice;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfile;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.InstanceState;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.StateReason;

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
          .on("subnet-id", instance -> instance.launch().network().subnetId())
          .on("spot-instance-request-id", Instance::spotRequestId)
          .on("owner-id", Instance::ownerId)
          .on("root-device-name", instance -> instance.traits().rootDeviceName())
          .onEach(
              "block-device-mapping.volume-id",
              instance -> instance.volumes().stream().map(Volume::id))
          .onCall("instance-state-name", (call, instance) -> instance.state(call.now()).value())
          .onCall("instance-state-code", (call, instance) -> instance.state(call.now()).code());

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
        .instances(show(call, instance))
        .build();
  }

  /** Instance as the EC2 API shows it. */
  static software.amazon.awssdk.services.ec2.model.Instance show(Call call, Instance instance) {
    Instance.State state = instance.state(call.now());
    Instance.Launch launch = instance.launch();
    return software.amazon.awssdk.services.ec2.model.Instance.builder()
        .instanceId(instance.id())
        .imageId(launch.imageId())
        .instanceType(launch.instanceType())
        .launchTime(launch.at())
        .clientToken(launch.clientToken())
        .subnetId(launch.network().subnetId())
        .publicIpAddress(launch.network().publicAddress() ? "203.0.113.7" : null)
        .securityGroups(
            launch.network().securityGroupIds().stream()
                .map(id -> GroupIdentifier.builder().groupId(id).build())
                .toList())
        .instanceLifecycle(instance.spotRequestId() == null ? null : "spot")
        .spotInstanceRequestId(instance.spotRequestId())
        .keyName(launch.keyName())
        .state(InstanceState.builder().code(state.code()).name(state.value()).build())
        .applyMutation(view -> showTraits(view, instance.traits()))
        .stateReason(reason(instance, state))
        .iamInstanceProfile(profile(launch.instanceProfileArn()))
        .placement(placement -> placement.availabilityZone(call.region().name() + "a"))
        .metadataOptions(
            options -> options.httpTokens(launch.imdsV2Only() ? "required" : "optional"))
        .blockDeviceMappings(volumes(instance, state).map(DescribeInstances::show).toList())
        .tags(ImageViews.tags(instance.tags()))
        .build();
  }

  private static void showTraits(
      software.amazon.awssdk.services.ec2.model.Instance.Builder view, MachineTraits traits) {
    view.architecture(traits.architecture())
        .rootDeviceName(traits.rootDeviceName())
        .rootDeviceType(traits.rootDeviceType())
        .virtualizationType(traits.virtualizationType())
        .enaSupport(traits.enaSupport())
        .bootMode(traits.bootMode())
        .platform(traits.platform())
        .platformDetails(traits.platformDetails())
        .hypervisor("xen");
  }

  private static StateReason reason(Instance instance, Instance.State state) {
    if (instance.failure() == null || state != Instance.State.TERMINATED) {
      return null;
    }
    int colon = instance.failure().indexOf(':');
    return StateReason.builder()
        .code(instance.failure().substring(0, colon))
        .message(instance.failure())
        .build();
  }

  private static IamInstanceProfile profile(String arn) {
    return arn == null ? null : IamInstanceProfile.builder().arn(arn).build();
  }

  private static Stream<Volume> volumes(Instance instance, Instance.State state) {
    return state == Instance.State.TERMINATED ? Stream.empty() : instance.volumes().stream();
  }

  private static InstanceBlockDeviceMapping show(Volume volume) {
    return InstanceBlockDeviceMapping.builder()
        .deviceName(volume.deviceName())
        .ebs(
            EbsInstanceBlockDevice.builder()
                .volumeId(volume.id())
                .deleteOnTermination(volume.deleteOnTermination())
                .status("attached")
                .build())
        .build();
  }
}
