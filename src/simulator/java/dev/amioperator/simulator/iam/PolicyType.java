package dev.amioperator.simulator.iam;

/** Type of an IAM policy, with its name in messages about denials. */
public enum PolicyType {
  IDENTITY("an identity-based policy", "no identity-based policy"),
  BOUNDARY("a permissions boundary", "no permissions boundary"),
  SERVICE_CONTROL("a service control policy", "no service control policy"),
  SESSION("a session policy", "no session policy"),
  TRUST("the role trust policy", "no role trust policy");

  private final String denying;
  private final String missing;

  PolicyType(String denying, String missing) {
    this.denying = denying;
    this.missing = missing;
  }

  /** Name of the IAM policy that denies explicitly. */
  public String denying() {
    return denying;
  }

  /** Name of the IAM policies of which none allows the action. */
  public String missing() {
    return missing;
  }
}
