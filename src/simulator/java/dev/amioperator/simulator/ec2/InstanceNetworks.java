package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.Networks;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.SecurityGroup;
import dev.amioperator.simulator.state.Subnet;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.InstancePrivateIpAddress;

/**
 * Network of an instance as DescribeInstances shows it. Networks other than the defaults are not
 * modelled: an instance in another subnet has an address of the first default subnet.
 */
record InstanceNetworks(Call call, Instance instance) {
  private static final String PUBLIC_ADDRESS = "203.0.113.7";

  /** Adds the network to an instance of the EC2 API; a terminated instance has none. */
  void show(software.amazon.awssdk.services.ec2.model.Instance.Builder view) {
    Instance.State state = instance.state(call.now());
    view.publicDnsName("")
        .privateDnsName("")
        .networkInterfaces(List.of())
        .securityGroups(List.of());
    if (state == Instance.State.TERMINATED) {
      return;
    }
    view.subnetId(subnetId())
        .vpcId(vpcId())
        .privateIpAddress(privateAddress())
        .privateDnsName(privateDnsName())
        .publicIpAddress(publicAddress())
        .publicDnsName(publicDnsName())
        .sourceDestCheck(instance.settings().sourceDestCheck())
        .securityGroups(groups())
        .networkInterfaces(networkInterface());
  }

  /** Name of the availability zone of the instance. */
  String zone() {
    return subnet().zone().name();
  }

  String subnetId() {
    String given = instance.launch().network().subnetId();
    return given == null ? subnet().id() : given;
  }

  String vpcId() {
    return subnet().vpcId();
  }

  String privateAddress() {
    return networks().privateAddress(subnet(), instance.id());
  }

  private Networks networks() {
    return call.region().networks();
  }

  private Subnet subnet() {
    return Optional.ofNullable(instance.launch().network().subnetId())
        .map(id -> networks().subnets().get(id))
        .orElseGet(() -> networks().defaultSubnet(instance.ownerId(), null).orElseThrow());
  }

  private String publicAddress() {
    boolean has =
        instance.launch().network().publicAddress()
            && instance.state(call.now()) == Instance.State.RUNNING;
    return has ? PUBLIC_ADDRESS : null;
  }

  private String privateDnsName() {
    String region = call.region().name();
    return "ip-"
        + privateAddress().replace('.', '-')
        + (region.equals("us-east-1") ? ".ec2.internal" : "." + region + ".compute.internal");
  }

  private String publicDnsName() {
    String region = call.region().name();
    return publicAddress() == null
        ? ""
        : "ec2-"
            + publicAddress().replace('.', '-')
            + (region.equals("us-east-1") ? ".compute-1" : "." + region + ".compute")
            + "."
            + Partition.of(region).dnsSuffix();
  }

  List<GroupIdentifier> groups() {
    List<String> given = instance.launch().network().securityGroupIds();
    SecurityGroup fallback = networks().defaultGroup(instance.ownerId());
    return given.isEmpty()
        ? List.of(group(fallback.id(), fallback))
        : given.stream().map(id -> group(id, fallback)).toList();
  }

  private static GroupIdentifier group(String id, SecurityGroup fallback) {
    String name = id.equals(fallback.id()) ? SecurityGroup.DEFAULT : id;
    return GroupIdentifier.builder().groupId(id).groupName(name).build();
  }

  private InstanceNetworkInterface networkInterface() {
    String suffix = instance.id().substring(2);
    InstanceNetworkInterfaceAssociation association =
        publicAddress() == null
            ? null
            : InstanceNetworkInterfaceAssociation.builder()
                .ipOwnerId("amazon")
                .publicDnsName(publicDnsName())
                .publicIp(publicAddress())
                .build();
    return InstanceNetworkInterface.builder()
        .networkInterfaceId("eni-" + suffix)
        .ownerId(instance.ownerId())
        .status("in-use")
        .description("")
        .interfaceType("interface")
        .macAddress(
            "0a:" + suffix.substring(suffix.length() - 8).replaceAll("(..)(?!$)", "$1:") + ":01")
        .subnetId(subnetId())
        .vpcId(vpcId())
        .privateIpAddress(privateAddress())
        .privateDnsName(privateDnsName())
        .association(association)
        .privateIpAddresses(address(association))
        .ipv6Addresses(List.of())
        .sourceDestCheck(instance.settings().sourceDestCheck())
        .groups(groups())
        .attachment(
            attachment ->
                attachment
                    .attachmentId("eni-attach-" + suffix)
                    .attachTime(instance.launch().at())
                    .deleteOnTermination(true)
                    .deviceIndex(0)
                    .networkCardIndex(0)
                    .status("attached"))
        .build();
  }

  private InstancePrivateIpAddress address(InstanceNetworkInterfaceAssociation association) {
    return InstancePrivateIpAddress.builder()
        .primary(true)
        .privateIpAddress(privateAddress())
        .privateDnsName(privateDnsName())
        .association(association)
        .build();
  }
}
