package dev.amioperator.simulator.state;

/** Default security group of a VPC in EC2. */
public final class SecurityGroup extends Resource {
  /** Name of every default security group. */
  public static final String DEFAULT = "default";

  private final String vpcId;

  SecurityGroup(String id, String ownerId, String vpcId) {
    super(id, ownerId);
    this.vpcId = vpcId;
  }

  @Override
  public String type() {
    return "security-group";
  }

  /** VPC of the security group. */
  public String vpcId() {
    return vpcId;
  }
}
