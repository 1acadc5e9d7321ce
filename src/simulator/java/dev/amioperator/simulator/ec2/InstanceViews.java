package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.InstanceSettings;
import dev.amioperator.simulator.state.MachineTraits;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.Volume;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CpuOptions;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfile;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.InstanceState;
import software.amazon.awssdk.services.ec2.model.StateReason;

/** Instances as DescribeInstances and RunInstances show them. */
final class InstanceViews {
  private InstanceViews() {}

  /** Instance as the EC2 API shows it. */
  static software.amazon.awssdk.services.ec2.model.Instance show(Call call, Instance instance) {
    Instance.State state = instance.state(call.now());
    Instance.Launch launch = instance.launch();
    InstanceNetworks networks = new InstanceNetworks(call, instance);
    return software.amazon.awssdk.services.ec2.model.Instance.builder()
        .instanceId(instance.id())
        .imageId(launch.imageId())
        .instanceType(launch.instanceType())
        .launchTime(launch.at())
        .clientToken(Objects.requireNonNullElse(launch.clientToken(), ""))
        .instanceLifecycle(instance.spotRequestId() == null ? null : "spot")
        .spotInstanceRequestId(instance.spotRequestId())
        .keyName(launch.keyName())
        .state(InstanceState.builder().code(state.code()).name(state.value()).build())
        .stateReason(reason(instance, state))
        .stateTransitionReason(instance.settings().stateTransitionReason())
        .iamInstanceProfile(profile(call, instance))
        .placement(p -> p.availabilityZone(networks.zone()).groupName("").tenancy("default"))
        .blockDeviceMappings(
            volumes(instance, state).map(volume -> show(instance, volume)).toList())
        .tags(ImageViews.tags(instance.tags()))
        .applyMutation(networks::show)
        .applyMutation(view -> showTraits(view, instance))
        .applyMutation(view -> showSettings(view, instance))
        .build();
  }

  private static void showTraits(
      software.amazon.awssdk.services.ec2.model.Instance.Builder view, Instance instance) {
    MachineTraits traits = instance.traits();
    view.architecture(traits.architecture())
        .rootDeviceName(traits.rootDeviceName())
        .rootDeviceType(traits.rootDeviceType())
        .virtualizationType(traits.virtualizationType())
        .enaSupport(traits.enaSupport())
        .bootMode(traits.bootMode())
        .currentInstanceBootMode(currentBootMode(instance))
        .tpmSupport(traits.tpmSupport())
        .kernelId(traits.kernelId())
        .ramdiskId(traits.ramdiskId())
        .platform(traits.platform())
        .platformDetails(traits.platformDetails())
        .usageOperation(traits.usageOperation())
        .usageOperationUpdateTime(instance.launch().at())
        .productCodes(List.of())
        .hypervisor("xen");
  }

  /** Boot mode that an instance runs in: of its image, or the default of its type. */
  static String currentBootMode(Instance instance) {
    String mode = instance.traits().bootMode();
    if (mode != null && !mode.equals("uefi-preferred")) {
      return mode;
    }
    List<String> supported =
        InstanceTypeTable.find(instance.launch().instanceType())
            .map(type -> type.supportedBootModesAsStrings())
            .orElse(List.of());
    boolean arm = instance.traits().architecture().startsWith("arm64");
    return arm || (mode != null && supported.contains("uefi")) ? "uefi" : "legacy-bios";
  }

  private static void showSettings(
      software.amazon.awssdk.services.ec2.model.Instance.Builder view, Instance instance) {
    InstanceSettings settings = instance.settings();
    InstanceSettings.MetadataOptions metadata = settings.metadataOptions();
    view.amiLaunchIndex(settings.launchIndex())
        .ebsOptimized(settings.ebsOptimized())
        .monitoring(m -> m.state(settings.detailedMonitoring() ? "enabled" : "disabled"))
        .cpuOptions(cpu(instance))
        .metadataOptions(
            options ->
                options
                    .state("applied")
                    .httpTokens(instance.launch().imdsV2Only() ? "required" : "optional")
                    .httpPutResponseHopLimit(metadata.hopLimit())
                    .httpEndpoint(metadata.endpoint())
                    .httpProtocolIpv6(metadata.ipv6())
                    .instanceMetadataTags(metadata.tags()))
        .capacityReservationSpecification(c -> c.capacityReservationPreference("open"))
        .hibernationOptions(hibernation -> hibernation.configured(false))
        .enclaveOptions(enclave -> enclave.enabled(false))
        .privateDnsNameOptions(
            dns ->
                dns.hostnameType("ip-name")
                    .enableResourceNameDnsARecord(false)
                    .enableResourceNameDnsAAAARecord(false))
        .maintenanceOptions(m -> m.autoRecovery("default").rebootMigration("default"))
        .networkPerformanceOptions(network -> network.bandwidthWeighting("default"))
        .operator(operator -> operator.managed(false));
  }

  /** CPU options of the instance type; a type that the table does not have has a single core. */
  private static CpuOptions cpu(Instance instance) {
    return InstanceTypeTable.find(instance.launch().instanceType())
        .map(
            type ->
                CpuOptions.builder()
                    .coreCount(type.vCpuInfo().defaultCores())
                    .threadsPerCore(type.vCpuInfo().defaultThreadsPerCore()))
        .orElseGet(() -> CpuOptions.builder().coreCount(1).threadsPerCore(1))
        .build();
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

  private static IamInstanceProfile profile(Call call, Instance instance) {
    String given = instance.launch().instanceProfileArn();
    if (given == null) {
      return null;
    }
    String arn =
        given.startsWith("arn:")
            ? given
            : "arn:%s:iam::%s:instance-profile/%s"
                .formatted(Partition.of(call.region().name()).id(), instance.ownerId(), given);
    return IamInstanceProfile.builder()
        .arn(arn)
        .id("AIPA%017X".formatted(arn.hashCode() & 0xffffffffL))
        .build();
  }

  private static Stream<Volume> volumes(Instance instance, Instance.State state) {
    return state == Instance.State.TERMINATED ? Stream.empty() : instance.volumes().stream();
  }

  private static InstanceBlockDeviceMapping show(Instance instance, Volume volume) {
    return InstanceBlockDeviceMapping.builder()
        .deviceName(volume.deviceName())
        .ebs(
            ebs ->
                ebs.volumeId(volume.id())
                    .deleteOnTermination(volume.deleteOnTermination())
                    .attachTime(instance.launch().at())
                    .status("attached"))
        .build();
  }
}
