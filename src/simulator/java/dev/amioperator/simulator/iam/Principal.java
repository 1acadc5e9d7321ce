package dev.amioperator.simulator.iam;

import java.util.Map;

/**
 * Principal of an AWS call, as IAM policies see it.
 *
 * @param arn the user or the session of a role
 * @param policyArn the user or the role itself, {@code aws:PrincipalArn} in conditions
 * @param userId AWS's own id, {@code aws:userid}
 * @param tags tags of the user, or of the role and its session
 * @param session session of a role; null for a user
 * @param policies what limits the principal; {@link PrincipalPolicies#UNRESTRICTED} for nothing
 */
public record Principal(
    String arn,
    String accountId,
    String policyArn,
    String userId,
    Map<String, String> tags,
    Session session,
    PrincipalPolicies policies) {

  /** Principal to whom no IAM policy applies. */
  public static Principal unrestricted(String accountId, String arn, String userId) {
    return new Principal(
        arn, accountId, arn, userId, Map.of(), null, PrincipalPolicies.UNRESTRICTED);
  }

  /** Whether the principal is a session of an IAM role. */
  public boolean assumedRole() {
    return session != null;
  }

  /** Condition keys that describe the principal in every request. */
  public RequestContext context() {
    return RequestContext.builder()
        .put("aws:PrincipalArn", policyArn)
        .put("aws:PrincipalAccount", accountId)
        .put("aws:PrincipalType", assumedRole() ? "AssumedRole" : "User")
        .put("aws:PrincipalIsAWSService", false)
        .put("aws:userid", userId)
        .put("aws:username", assumedRole() ? null : arn.substring(arn.lastIndexOf('/') + 1))
        .put("aws:SourceIdentity", assumedRole() ? session.sourceIdentity() : null)
        .put("aws:MultiFactorAuthPresent", assumedRole() ? false : null)
        .putTags("aws:PrincipalTag", tags)
        .build();
  }
}
