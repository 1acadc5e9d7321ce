package dev.amioperator.simulator.state;

import java.util.Set;

/**
 * An IAM role that can be assumed.
 *
 * @param trusted account ids or principal ARNs that may assume it
 * @param externalId what they have to say; null for nothing
 */
public record Role(String arn, String id, Set<String> trusted, String externalId) {
  public Role {
    trusted = Set.copyOf(trusted);
  }

  /** The name, the last part of the ARN. */
  public String name() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** Whether a principal may assume the role with what it says. */
  public boolean canBeAssumedBy(String accountId, String principalArn, String saidExternalId) {
    boolean trusts =
        trusted.contains(accountId)
            || trusted.contains(principalArn)
            || trusted.contains("arn:aws:iam::" + accountId + ":root");
    return trusts && (externalId == null || externalId.equals(saidExternalId));
  }
}
