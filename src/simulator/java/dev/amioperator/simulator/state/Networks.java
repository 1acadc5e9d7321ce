package dev.amioperator.simulator.state;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Networks of the accounts in a region. Each account has a default VPC with a default security
 * group, and a default subnet in each zone. Their ids depend on account and region only, and never
 * change.
 */
public final class Networks {
  private final String region;
  private final ResourceTable<Vpc> vpcs = new ResourceTable<>();
  private final ResourceTable<Subnet> subnets = new ResourceTable<>();
  private final ResourceTable<SecurityGroup> securityGroups = new ResourceTable<>();
  private final ResourceTable<KeyPair> keyPairs = new ResourceTable<>();
  private final Map<String, Integer> addresses = new HashMap<>();

  Networks(String region) {
    this.region = region;
  }

  /** Availability zones of the region. */
  public List<Zone> zones() {
    return Zone.of(region);
  }

  /** Creates the default VPC of an account, unless it exists. */
  public void createDefaults(String accountId) {
    String vpcId = id("vpc", accountId, "");
    if (vpcs.get(vpcId) != null) {
      return;
    }
    vpcs.add(new Vpc(vpcId, accountId));
    securityGroups.add(new SecurityGroup(id("sg", accountId, ""), accountId, vpcId));
    List<Zone> zones = zones();
    for (int i = 0; i < zones.size(); i++) {
      Zone zone = zones.get(i);
      subnets.add(new Subnet(id("subnet", accountId, zone.name()), accountId, vpcId, zone, i));
    }
  }

  private String id(String prefix, String accountId, String zone) {
    byte[] name =
        String.join("|", prefix, accountId, region, zone).getBytes(StandardCharsets.UTF_8);
    return prefix + "-0" + UUID.nameUUIDFromBytes(name).toString().replace("-", "").substring(16);
  }

  /** Default security group of an account. */
  public SecurityGroup defaultGroup(String accountId) {
    createDefaults(accountId);
    return securityGroups.ownedBy(accountId).firstEntry().getValue();
  }

  /**
   * Default subnet of an account in a zone.
   *
   * @param zone null for the first zone of the region
   */
  public Optional<Subnet> defaultSubnet(String accountId, String zone) {
    createDefaults(accountId);
    String wanted = zone == null ? zones().getFirst().name() : zone;
    return subnets.ownedBy(accountId).values().stream()
        .filter(subnet -> subnet.zone().name().equals(wanted))
        .findFirst();
  }

  /** Private address of an instance, in its subnet; it never changes. */
  public String privateAddress(Subnet subnet, String instanceId) {
    return subnet.address(addresses.computeIfAbsent(instanceId, id -> addresses.size()));
  }

  /** VPCs of every account. */
  public ResourceTable<Vpc> vpcs() {
    return vpcs;
  }

  /** Subnets of every account. */
  public ResourceTable<Subnet> subnets() {
    return subnets;
  }

  /** Security groups of every account. */
  public ResourceTable<SecurityGroup> securityGroups() {
    return securityGroups;
  }

  /** EC2 key pairs of every account. */
  public ResourceTable<KeyPair> keyPairs() {
    return keyPairs;
  }

  Map<String, ResourceTable<? extends Resource>> tables() {
    return Map.of("vpc", vpcs, "subnet", subnets, "sg", securityGroups, "key", keyPairs);
  }
}
