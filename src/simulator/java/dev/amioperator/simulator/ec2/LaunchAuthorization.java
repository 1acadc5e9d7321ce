package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.Resource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * Authorization of RunInstances on every resource that a launch uses or creates.
 *
 * @param request the request with the values of its launch template
 * @param launchTemplateArn null for none
 */
record LaunchAuthorization(
    Call call, RunInstancesRequest request, Image image, String launchTemplateArn) {
  private static final String EC2 = "ec2";

  /**
   * Checks the image, network and key pair, and all that the launch creates.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code UnauthorizedOperation}
   */
  void check(Instance.Launch launch, List<BlockDevice> devices, LaunchTags tags) {
    call.authorize(image, launched());
    checkNetwork(launch.network());
    checkKeyPair(launch.keyName());
    call.authorizeCreate("instance", tags.instance(), instanceKeys(launch));
    for (BlockDevice device : devices) {
      if (device.virtualName() == null) {
        call.authorizeCreate("volume", tags.volume(), volumeKeys(device));
      }
    }
    call.authorizeCreate("network-interface", tags.networkInterface(), launched());
    if (request.instanceMarketOptions() != null) {
      call.authorizeCreate("spot-instances-request", tags.spotRequest(), launched());
    }
    passRole(launch.instanceProfileArn());
  }

  /** Tags that RunInstances sets on what it creates. */
  record LaunchTags(
      Map<String, String> instance,
      Map<String, String> volume,
      Map<String, String> networkInterface,
      Map<String, String> spotRequest) {}

  private RequestContext launched() {
    return RequestContext.builder()
        .put("ec2:LaunchTemplate", launchTemplateArn)
        .put("ec2:IsLaunchTemplateResource", launchTemplateArn == null ? null : "true")
        .build();
  }

  /** Subnets and security groups; ids that the simulator does not know are checked as well. */
  private void checkNetwork(Instance.Network network) {
    var networks = call.region().networks();
    String subnet =
        network.subnetId() != null
            ? network.subnetId()
            : networks.subnets().ownedBy(call.accountId()).firstKey();
    authorize("subnet", subnet, networks.subnets().get(subnet));
    List<String> groups =
        network.securityGroupIds().isEmpty()
            ? List.of(networks.securityGroups().ownedBy(call.accountId()).firstKey())
            : network.securityGroupIds();
    groups.forEach(
        group -> authorize("security-group", group, networks.securityGroups().get(group)));
  }

  private void authorize(String type, String id, Resource known) {
    if (known != null) {
      call.authorize(known, launched());
    } else {
      call.authorize(arn(EC2, type + "/" + id), Map.of(), launched());
    }
  }

  private void checkKeyPair(String name) {
    if (name != null) {
      call.authorize(
          arn(EC2, "key-pair/" + name),
          Map.of(),
          launched().with(RequestContext.of(Map.of("ec2:KeyPairName", name))));
    }
  }

  private RequestContext instanceKeys(Instance.Launch launch) {
    boolean spot = request.instanceMarketOptions() != null;
    var metadata = request.metadataOptions();
    return RequestContext.builder()
        .putAll(launched())
        .put("ec2:InstanceType", launch.instanceType())
        .put("ec2:InstanceProfile", profileArn(launch.instanceProfileArn()))
        .put("ec2:InstanceMarketType", spot ? "spot" : "on-demand")
        .put("ec2:EbsOptimized", Boolean.TRUE.equals(request.ebsOptimized()))
        .put("ec2:MetadataHttpTokens", launch.imdsV2Only() ? "required" : "optional")
        .put(
            "ec2:MetadataHttpEndpoint",
            metadata == null || metadata.httpEndpoint() == null
                ? "enabled"
                : metadata.httpEndpointAsString())
        .put(
            "ec2:MetadataHttpPutResponseHopLimit",
            metadata == null ? null : metadata.httpPutResponseHopLimit())
        .put("ec2:RootDeviceType", image.traits().rootDeviceType())
        .put("ec2:Tenancy", "default")
        .build();
  }

  private RequestContext volumeKeys(BlockDevice device) {
    return RequestContext.builder()
        .putAll(launched())
        .put("ec2:VolumeSize", device.sizeGib())
        .put("ec2:VolumeType", device.volumeType())
        .put("ec2:VolumeIops", device.iops())
        .put("ec2:VolumeThroughput", device.throughput())
        .put("ec2:Encrypted", device.encrypted())
        .build();
  }

  /** PassRole on the role of the instance profile, which has the profile's name as in consoles. */
  private void passRole(String profile) {
    if (profile == null) {
      return;
    }
    String name = profile.substring(profile.lastIndexOf('/') + 1);
    Partition partition = Partition.of(call.region().name());
    call.authorization()
        .check(
            "iam:PassRole",
            "arn:%s:iam::%s:role/%s".formatted(partition.id(), call.accountId(), name),
            Map.of(),
            RequestContext.of(Map.of("iam:PassedToService", "ec2." + partition.dnsSuffix())));
  }

  private String profileArn(String profile) {
    if (profile == null || profile.startsWith("arn:")) {
      return profile;
    }
    return "arn:%s:iam::%s:instance-profile/%s"
        .formatted(Partition.of(call.region().name()).id(), call.accountId(), profile);
  }

  private String arn(String service, String resource) {
    return Call.arn(service, call.region().name(), call.accountId(), resource);
  }
}
