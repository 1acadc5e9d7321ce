package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Symmetric KMS key, and the accounts that may use it. */
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
  private String description = "";

  /**
   * Grant on a KMS key.
   *
   * @param grantee the principal's ARN
   * @param operations such as {@code CreateGrant}, {@code Decrypt}
   */
  public record Grant(
      String id, String name, String grantee, List<String> operations, Instant created) {}

  /** Creates a KMS key. */
  public KmsKey(String id, String ownerId, String region, boolean awsManaged, Instant created) {
    this.id = id;
    this.ownerId = ownerId;
    this.region = region;
    this.awsManaged = awsManaged;
    this.created = created;
  }

  /** Description of the KMS key; empty for none. */
  public String description() {
    return description;
  }

  /** Sets the description of the KMS key. */
  public void description(String text) {
    description = text;
  }

  /** Id of the KMS key. */
  public String id() {
    return id;
  }

  /** Account that owns the KMS key. */
  public String ownerId() {
    return ownerId;
  }

  /** Partition of the KMS key. */
  public Partition partition() {
    return Partition.of(region);
  }

  /** ARN of the KMS key. */
  public String arn() {
    return Partition.arn("kms", region, ownerId, "key/" + id);
  }

  /** Whether AWS manages the KMS key, such as {@code alias/aws/ebs}. */
  public boolean awsManaged() {
    return awsManaged;
  }

  /** Creation time of the KMS key. */
  public Instant created() {
    return created;
  }

  /** Mutable set of KMS aliases, such as {@code alias/images}. */
  public Set<String> aliases() {
    return aliases;
  }

  /** Mutable map of grants on the KMS key, by id. */
  public Map<String, Grant> grants() {
    return grants;
  }

  /** Whether the KMS key is enabled. */
  public boolean enabled() {
    return enabled;
  }

  /** Enables or disables the KMS key. */
  public void enabled(boolean on) {
    enabled = on;
  }

  /** Policy document of the KMS key; null for the default policy. */
  public String policy() {
    return policy;
  }

  /**
   * Sets the policy of the KMS key.
   *
   * @param principals the account ids that its Allow statements let use the key
   */
  public void policy(String document, Set<String> principals) {
    policy = document;
    trustedAccounts = Set.copyOf(principals);
  }

  /** Whether an account may use the KMS key, by ownership, policy or grant. */
  public boolean usableBy(String accountId) {
    return enabled
        && (ownerId.equals(accountId)
            || (!awsManaged
                && (trustedAccounts.contains(accountId)
                    || grants.values().stream()
                        .anyMatch(grant -> grant.grantee().contains(":" + accountId + ":")))));
  }
}
