package dev.amioperator.simulator.state;

/** Default subnet of an availability zone in EC2. */
public final class Subnet extends Resource {
  private final String vpcId;
  private final Zone zone;
  private final int index;

  /**
   * @param index position of the zone in its region, from 0
   */
  Subnet(String id, String ownerId, String vpcId, Zone zone, int index) {
    super(id, ownerId);
    this.vpcId = vpcId;
    this.zone = zone;
    this.index = index;
  }

  @Override
  public String type() {
    return "subnet";
  }

  /** VPC of the subnet. */
  public String vpcId() {
    return vpcId;
  }

  /** Availability zone of the subnet. */
  public Zone zone() {
    return zone;
  }

  /** Addresses of the subnet: a sixteenth of its VPC. */
  public String cidr() {
    return "172.31." + 16 * index + ".0/20";
  }

  /** Private address of the subnet by number, from 0; EC2 reserves the first four addresses. */
  String address(int number) {
    int host = (number + 4) % 4095;
    return "172.31." + (16 * index + host / 256) + "." + host % 256;
  }
}
