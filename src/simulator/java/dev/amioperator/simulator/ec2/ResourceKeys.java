package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.AttachedVolume;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.InstanceSettings;
import dev.amioperator.simulator.state.KeyPair;
import dev.amioperator.simulator.state.LaunchTemplate;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Resource;
import dev.amioperator.simulator.state.SecurityGroup;
import dev.amioperator.simulator.state.Snapshot;
import dev.amioperator.simulator.state.Subnet;
import dev.amioperator.simulator.state.Volume;
import dev.amioperator.simulator.state.Vpc;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Condition keys of EC2 resources and of requests to create or tag them. */
final class ResourceKeys {
  private ResourceKeys() {}

  /** Condition keys of an EC2 resource as it is before the call. */
  static RequestContext of(Region region, Resource resource) {
    RequestContext.Builder keys = tags(resource.tags());
    switch (resource) {
      case Image image -> putImage(keys, image);
      case Snapshot snapshot -> putSnapshot(keys, region, snapshot);
      case Instance instance -> putInstance(keys, instance);
      case KeyPair pair -> keys.put("ec2:KeyPairName", pair.name());
      case Subnet subnet ->
          keys.put("ec2:SubnetID", subnet.id())
              .put("ec2:AvailabilityZone", subnet.zone().name())
              .put("ec2:Vpc", vpc(region, subnet.ownerId(), subnet.vpcId()));
      case SecurityGroup group ->
          keys.put("ec2:SecurityGroupID", group.id())
              .put("ec2:Vpc", vpc(region, group.ownerId(), group.vpcId()));
      case LaunchTemplate template ->
          keys.put("ec2:IsLaunchTemplateResource", true)
              .put(
                  "ec2:LaunchTemplate",
                  Partition.arn(
                      "ec2",
                      region.name(),
                      template.ownerId(),
                      "launch-template/" + template.id()));
      case AttachedVolume volume -> putVolume(keys, volume.volume());
      case Vpc vpc -> keys.put("ec2:VpcID", vpc.id());
      default -> {}
    }
    return keys.build();
  }

  /** Condition keys for the tags of a resource. */
  static RequestContext.Builder tags(Map<String, String> tags) {
    return RequestContext.builder()
        .putTags("aws:ResourceTag", tags)
        .putTags("ec2:ResourceTag", tags);
  }

  /** Condition keys for the tags that a request sets. */
  static RequestContext.Builder requestTags(Map<String, String> tags) {
    return RequestContext.builder()
        .putTags("aws:RequestTag", tags)
        .put("aws:TagKeys", tags.keySet());
  }

  /** Condition keys for the attribute that a request changes, such as LaunchPermission. */
  static RequestContext attribute(String name) {
    if (name == null) {
      return RequestContext.EMPTY;
    }
    String upper = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return RequestContext.of(Map.of("ec2:Attribute", upper));
  }

  private static void putImage(RequestContext.Builder keys, Image image) {
    keys.put("ec2:ImageID", image.id())
        .put("ec2:ImageType", "machine")
        .put("ec2:Owner", Objects.requireNonNullElse(image.origin().ownerAlias(), image.ownerId()))
        .put("ec2:Public", image.sharing().everyone())
        .put("ec2:RootDeviceType", image.traits().rootDeviceType());
  }

  private static void putSnapshot(RequestContext.Builder keys, Region region, Snapshot snapshot) {
    keys.put("ec2:SnapshotID", snapshot.id())
        .put("ec2:Owner", snapshot.ownerId())
        .put("ec2:Encrypted", snapshot.encryption().encrypted())
        .put("ec2:VolumeSize", snapshot.sizeGib())
        .put("ec2:SnapshotTime", snapshot.creation().start())
        .put(
            "ec2:ParentVolume",
            Partition.arn(
                "ec2", region.name(), snapshot.ownerId(), "volume/" + snapshot.volumeId()));
  }

  private static void putInstance(RequestContext.Builder keys, Instance instance) {
    InstanceSettings settings = instance.settings();
    keys.put("ec2:InstanceID", instance.id())
        .put("ec2:InstanceType", instance.launch().instanceType())
        .put("ec2:InstanceProfile", instance.launch().instanceProfileArn())
        .put("ec2:EbsOptimized", settings.ebsOptimized())
        .put("ec2:MetadataHttpTokens", instance.launch().imdsV2Only() ? "required" : "optional")
        .put("ec2:MetadataHttpEndpoint", settings.metadataOptions().endpoint())
        .put("ec2:MetadataHttpPutResponseHopLimit", settings.metadataOptions().hopLimit())
        .put("ec2:RootDeviceType", instance.traits().rootDeviceType())
        .put("ec2:Tenancy", "default");
  }

  private static void putVolume(RequestContext.Builder keys, Volume volume) {
    keys.put("ec2:VolumeID", volume.id())
        .put("ec2:VolumeSize", volume.sizeGib())
        .put("ec2:VolumeType", volume.type())
        .put("ec2:VolumeIops", volume.iops())
        .put("ec2:VolumeThroughput", volume.throughput())
        .put("ec2:Encrypted", volume.encryption().encrypted());
  }

  private static String vpc(Region region, String accountId, String id) {
    return Partition.arn("ec2", region.name(), accountId, "vpc/" + id);
  }
}
