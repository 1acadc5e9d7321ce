package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.Subnet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;

/** DescribeSubnets, of default subnets. */
public final class Subnets {
  /** Addresses of a subnet of size 20, without the five that EC2 reserves. */
  private static final int ADDRESSES = 4091;

  private static final Filters<Subnet> FILTERS =
      Filters.<Subnet>ofResource()
          .on("availability-zone", subnet -> subnet.zone().name())
          .on("availabilityZone", subnet -> subnet.zone().name())
          .on("availability-zone-id", subnet -> subnet.zone().id())
          .on("availabilityZoneId", subnet -> subnet.zone().id())
          .onCall("available-ip-address-count", Subnets::availableAddresses)
          .on("cidr", Subnet::cidr)
          .on("cidrBlock", Subnet::cidr)
          .on("cidr-block", Subnet::cidr)
          .on("default-for-az", subnet -> true)
          .on("defaultForAz", subnet -> true)
          .on("enable-dns64", subnet -> false)
          .on("ipv6-native", subnet -> false)
          .onEach("ipv6-cidr-block-association.ipv6-cidr-block", subnet -> List.of().stream())
          .onEach("ipv6-cidr-block-association.association-id", subnet -> List.of().stream())
          .onEach("ipv6-cidr-block-association.state", subnet -> List.of().stream())
          .on("map-customer-owned-ip-on-launch", subnet -> false)
          .on("map-public-ip-on-launch", subnet -> true)
          .on("outpost-arn", subnet -> null)
          .on("owner-id", Subnet::ownerId)
          .on("private-dns-name-options-on-launch.hostname-type", subnet -> "ip-name")
          .on("state", subnet -> "available")
          .onCall("subnet-arn", Subnets::arn)
          .on("subnet-id", Subnet::id)
          .on("vpc-id", Subnet::vpcId);

  /**
   * DescribeSubnets.
   *
   * @throws ApiError {@code InvalidSubnetID.NotFound}
   */
  public DescribeSubnetsResponse describe(Call call, DescribeSubnetsRequest request) {
    Paging paging =
        new Paging(call, "DescribeSubnets", request.maxResults(), request.nextToken())
            .requireMinResults(5);
    NavigableMap<String, Subnet> own = call.region().networks().subnets().ownedBy(call.accountId());
    NavigableMap<String, Subnet> candidates = new TreeMap<>(own);
    for (String id : request.subnetIds()) {
      if (!own.containsKey(id)) {
        throw new ApiError("InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist");
      }
    }
    if (!request.subnetIds().isEmpty()) {
      candidates.keySet().retainAll(request.subnetIds());
    }
    Paging.Page<Subnet> page = paging.page(candidates, FILTERS.compile(call, request.filters()));
    return DescribeSubnetsResponse.builder()
        .subnets(page.items().stream().map(subnet -> show(call, subnet)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static software.amazon.awssdk.services.ec2.model.Subnet show(Call call, Subnet subnet) {
    return software.amazon.awssdk.services.ec2.model.Subnet.builder()
        .subnetId(subnet.id())
        .subnetArn((String) arn(call, subnet))
        .ownerId(subnet.ownerId())
        .vpcId(subnet.vpcId())
        .state("available")
        .availabilityZone(subnet.zone().name())
        .availabilityZoneId(subnet.zone().id())
        .cidrBlock(subnet.cidr())
        .availableIpAddressCount((Integer) availableAddresses(call, subnet))
        .defaultForAz(true)
        .mapPublicIpOnLaunch(true)
        .mapCustomerOwnedIpOnLaunch(false)
        .assignIpv6AddressOnCreation(false)
        .ipv6CidrBlockAssociationSet(List.of())
        .enableDns64(false)
        .ipv6Native(false)
        .privateDnsNameOptionsOnLaunch(
            dns ->
                dns.hostnameType("ip-name")
                    .enableResourceNameDnsARecord(false)
                    .enableResourceNameDnsAAAARecord(false))
        .blockPublicAccessStates(states -> states.internetGatewayBlockMode("off"))
        .tags(ImageViews.tags(subnet.tags()))
        .build();
  }

  private static Object availableAddresses(Call call, Subnet subnet) {
    long used =
        call.region().instances().ownedBy(subnet.ownerId()).values().stream()
            .filter(instance -> instance.state(call.now()) != Instance.State.TERMINATED)
            .filter(instance -> new InstanceNetworks(call, instance).subnetId().equals(subnet.id()))
            .count();
    return ADDRESSES - (int) used;
  }

  private static Object arn(Call call, Subnet subnet) {
    return Partition.arn("ec2", call.region().name(), subnet.ownerId(), "subnet/" + subnet.id());
  }
}
