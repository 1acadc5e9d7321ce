package dev.amioperator.simulator.state;

import java.util.Set;

/**
 * IAM role that can be assumed.
 *
 * @param trusted account ids or principal ARNs that may assume it
 * @param externalId external id that they have to send; null for none
 */
public record Role(String arn, String id, Set<String> trusted, String externalId) {
  public Role {
    trusted = Set.copyOf(trusted);
  }

  /** Name of the IAM role, the last part of its ARN. */
  public String name() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** Whether a principal with this external id may assume the IAM role. */
  public boolean canBeAssumedBy(String accountId, String principalArn, String saidExternalId) {
    boolean trusts =
        trusted.contains(accountId)
            || trusted.contains(principalArn)
            || trusted.contains(new Partition(arn.split(":")[1]).root(accountId));
    return trusts && (externalId == null || externalId.equals(saidExternalId));
  }
}
