package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A symmetric KMS key, and who may use it. */
public final class KmsKey {
  private final String id;
  private final String ownerId;
  private final String region;
  private final boolean awsManaged;
  private final Instant created;
  private final Set<String> aliases = new TreeSet<>();
  private final Map<String, Grant> grants = new LinkedHashMap<>();
  private String policy;
  private Set<String> trustedAccounts = Set.of();
  private boolean enabled = true;

  /**
   * A grant.
   *
   * @param grantee the principal's ARN
   * @param operations such as {@code CreateGrant}, {@code Decrypt}
   */
  public record Grant(
      String id, String name, String grantee, List<String> operations, Instant created) {}

  public KmsKey(String id, String ownerId, String region, boolean awsManaged, Instant created) {
    this.id = id;
    this.ownerId = ownerId;
    this.region = region;
    this.awsManaged = awsManaged;
    this.created = created;
  }

  public String id() {
    return id;
  }

  public String ownerId() {
    return ownerId;
  }

  public String arn() {
    return "arn:aws:kms:" + region + ":" + ownerId + ":key/" + id;
  }

  /** Whether it is one of AWS's own, such as the one behind {@code alias/aws/ebs}. */
  public boolean awsManaged() {
    return awsManaged;
  }

  public Instant created() {
    return created;
  }

  /** Names such as {@code alias/images}; changeable. */
  public Set<String> aliases() {
    return aliases;
  }

  /** Grants by id; changeable. */
  public Map<String, Grant> grants() {
    return grants;
  }

  public boolean enabled() {
    return enabled;
  }

  public void enabled(boolean on) {
    enabled = on;
  }

  /** The policy document as it was put; null for the default one. */
  public String policy() {
    return policy;
  }

  /**
   * Sets the policy.
   *
   * @param principals the account ids that its Allow statements let use the key
   */
  public void policy(String document, Set<String> principals) {
    policy = document;
    trustedAccounts = Set.copyOf(principals);
  }

  /** Whether an account may use the key, by ownership, policy or grant. */
  public boolean usableBy(String accountId) {
    return enabled
        && (ownerId.equals(accountId)
            || (!awsManaged
                && (trustedAccounts.contains(accountId)
                    || grants.values().stream()
                        .anyMatch(grant -> grant.grantee().contains(":" + accountId + ":")))));
  }
}
