package dev.amioperator.simulator.iam;

/** Result of the evaluation of IAM policies. */
public sealed interface Decision {

  /**
   * The policies allow the action on the resource.
   *
   * @param policy name of the policy that allows; null for a principal without policies
   * @param statement Sid of its statement, or {@code #1} and so on for a statement without Sid
   */
  record Allowed(String policy, String statement) implements Decision {
    /** Decision for a principal to which no policy applies. */
    public static final Allowed UNRESTRICTED = new Allowed(null, null);
  }

  /**
   * The policies do not allow the action on the resource.
   *
   * @param explicit whether a statement denies; otherwise no statement allows
   * @param by type of the policy that denies, or that does not allow
   */
  record Denied(boolean explicit, PolicyType by) implements Decision {
    /** End of the message about this denial by IAM. */
    public String reason(String action) {
      return explicit
          ? "with an explicit deny in " + by.denying()
          : "because " + by.missing() + " allows the " + action + " action";
    }
  }
}
