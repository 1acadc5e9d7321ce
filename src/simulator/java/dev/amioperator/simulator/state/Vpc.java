package dev.amioperator.simulator.state;

/** VPC of EC2; only default VPCs exist. */
public final class Vpc extends Resource {
  /** Addresses of every default VPC. */
  public static final String CIDR = "172.31.0.0/16";

  Vpc(String id, String ownerId) {
    super(id, ownerId);
  }

  @Override
  public String type() {
    return "vpc";
  }

  /** DHCP options of the VPC. */
  public String dhcpOptionsId() {
    return id().replace("vpc-", "dopt-");
  }
}
