package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Symmetric KMS key, and the accounts that may use it. */
public final class KmsKey {
  /** Operations that users of a shared encrypted snapshot need (EBS user guide, share-kms-key). */
  private static final List<String> EBS_OPERATIONS =
      List.of(
          "DescribeKey",
          "CreateGrant",
          "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "ReEncryptFrom",
          "ReEncryptTo",
          "Decrypt");

  private final String id;
  private final String ownerId;
  private final String region;
  private final String primaryRegion;
  private final boolean awsManaged;
  private final Instant created;
  private final Set<String> aliases = new TreeSet<>();
  private final Map<String, KmsGrant> grants = new LinkedHashMap<>();
  private String policy;
  private Set<String> trustedAccounts = Set.of();
  private boolean enabled = true;
  private String description = "";

  /**
   * Creates a KMS key.
   *
   * @param primaryRegion region of the primary of a multi-Region key; null for a key of one region
   */
  KmsKey(
      String id,
      String ownerId,
      String region,
      String primaryRegion,
      boolean awsManaged,
      Instant created) {
    this.id = id;
    this.ownerId = ownerId;
    this.region = region;
    this.primaryRegion = primaryRegion;
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

  /** Region of the KMS key. */
  public String region() {
    return region;
  }

  /** Region of the primary of a multi-Region key; null for a key of a single region. */
  public String primaryRegion() {
    return primaryRegion;
  }

  /** Whether the KMS key is the primary of a multi-Region key. */
  public boolean primary() {
    return region.equals(primaryRegion);
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
  public Map<String, KmsGrant> grants() {
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

  /** Whether the key policy or a grant allows an operation to a principal. */
  public boolean allows(KmsPrincipal principal, String operation, Instant effective) {
    return ownerId.equals(principal.accountId())
        || (!awsManaged
            && (trustedAccounts.contains(principal.accountId())
                || grants.values().stream()
                    .anyMatch(grant -> grant.allows(principal, operation, effective))));
  }

  /**
   * Whether a principal may use the enabled KMS key for encrypted snapshots.
   *
   * @param effective grants of a later time have no effect yet
   */
  public boolean usableBy(KmsPrincipal principal, Instant effective) {
    return enabled
        && EBS_OPERATIONS.stream().allMatch(operation -> allows(principal, operation, effective));
  }
}
