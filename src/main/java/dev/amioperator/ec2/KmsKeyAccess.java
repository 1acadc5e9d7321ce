package dev.amioperator.ec2;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Policy and grants of a KMS key, as far as KMS reveals them.
 *
 * @param awsManaged whether AWS manages the key, so that no other account can use it
 * @param policy its policy, a JSON document; empty when it could not be read
 * @param readError why the policy or the grants could not be read; empty when they were
 */
public record KmsKeyAccess(
    String arn, boolean awsManaged, String policy, List<Grant> grants, String readError) {
  public KmsKeyAccess {
    grants = List.copyOf(grants);
  }

  /**
   * A grant on a KMS key (ListGrants).
   *
   * @param name the name given to CreateGrant; empty for none
   * @param grantee the principal's ARN
   * @param operations such as {@code Decrypt}
   * @param constrained whether it applies to certain encryption contexts only
   * @param createdAt when KMS created it
   */
  public record Grant(
      String id,
      String name,
      String grantee,
      List<String> operations,
      boolean constrained,
      Optional<Instant> createdAt) {
    /** CreateGrant's reference: "usually less than five minutes". EC2 takes no grant token. */
    public static final Duration PROPAGATION = Duration.ofMinutes(5);

    public Grant {
      operations = List.copyOf(operations);
    }

    /** When the grant is available throughout KMS; empty if its creation date is unknown. */
    public Optional<Instant> effectiveAt() {
      return createdAt.map(created -> created.plus(PROPAGATION));
    }

    /**
     * Whether KMS may not apply the grant yet. A creation date more than five minutes ahead says
     * nothing: of clocks that differ so much, AWS accepts no signature.
     */
    private boolean isNew(Instant now) {
      return createdAt
          .map(created -> Duration.between(created, now).abs())
          .filter(age -> age.compareTo(PROPAGATION) < 0)
          .isPresent();
    }
  }

  /** The key without grants that are not yet available throughout KMS. */
  public KmsKeyAccess withEffectiveGrants(Instant now) {
    return withoutGrants(grant -> grant.isNew(now));
  }

  /** The key as if it had no grants that match. */
  public KmsKeyAccess withoutGrants(Predicate<Grant> matches) {
    List<Grant> others = grants.stream().filter(matches.negate()).toList();
    return new KmsKeyAccess(arn, awsManaged, policy, others, readError);
  }

  /** The account that owns the KMS key, from its ARN. */
  public String ownerId() {
    return arnPart(4);
  }

  /** The AWS partition of the key, such as {@code aws-cn}, from its ARN. */
  public String partition() {
    return arnPart(1);
  }

  private String arnPart(int index) {
    String[] parts = arn.split(":", -1);
    return index < parts.length ? parts[index] : "";
  }
}
