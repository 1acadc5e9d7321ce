package dev.amioperator.simulator.iam;

import java.util.List;
import java.util.Optional;

/**
 * Policies that limit a principal. An action is allowed if no policy denies it and every type of
 * policy that is present allows it (policy evaluation logic, IAM user guide).
 *
 * @param identity identity-based policies; null if none were seeded, so that nothing is limited
 * @param boundary permissions boundary; null for none
 * @param session session policy; null for none
 */
public record PrincipalPolicies(
    List<NamedPolicy> identity, NamedPolicy boundary, NamedPolicy session) {
  /** Policies of a principal that may do everything. */
  public static final PrincipalPolicies UNRESTRICTED = new PrincipalPolicies(null, null, null);

  /** Copy with a session policy. */
  public PrincipalPolicies withSession(NamedPolicy policy) {
    return new PrincipalPolicies(identity, boundary, policy);
  }

  /** Decision of all IAM policies about a request. */
  public Decision evaluate(AccessRequest request) {
    return explicitDeny(request).map(Decision.class::cast).orElseGet(() -> implicit(request));
  }

  /** Explicit deny by any IAM policy of the principal. */
  Optional<Decision.Denied> explicitDeny(AccessRequest request) {
    return denies(identity, PolicyType.IDENTITY, request)
        .or(() -> denies(listed(boundary), PolicyType.BOUNDARY, request))
        .or(() -> denies(listed(session), PolicyType.SESSION, request));
  }

  /** Decision by the Allow statements, where nothing denies. */
  private Decision implicit(AccessRequest request) {
    Optional<Decision.Allowed> byIdentity = allows(identity, request);
    if (byIdentity.isEmpty()) {
      return new Decision.Denied(false, PolicyType.IDENTITY);
    }
    if (allows(listed(boundary), request).isEmpty()) {
      return new Decision.Denied(false, PolicyType.BOUNDARY);
    }
    if (allows(listed(session), request).isEmpty()) {
      return new Decision.Denied(false, PolicyType.SESSION);
    }
    return byIdentity.get();
  }

  /** Whether any identity-based policy mentions the action in an Allow, on whatever resource. */
  public boolean mayAllow(String action) {
    return identity == null
        || identity.stream()
            .flatMap(policy -> policy.document().statements().stream())
            .anyMatch(statement -> statement.allow() && statement.actions().match(action));
  }

  private static List<NamedPolicy> listed(NamedPolicy policy) {
    return policy == null ? null : List.of(policy);
  }

  private static Optional<Decision.Denied> denies(
      List<NamedPolicy> policies, PolicyType type, AccessRequest request) {
    return policies != null
            && policies.stream()
                .flatMap(policy -> policy.document().statements().stream())
                .anyMatch(statement -> !statement.allow() && statement.appliesTo(request))
        ? Optional.of(new Decision.Denied(true, type))
        : Optional.empty();
  }

  private static Optional<Decision.Allowed> allows(
      List<NamedPolicy> policies, AccessRequest request) {
    if (policies == null) {
      return Optional.of(Decision.Allowed.UNRESTRICTED);
    }
    return policies.stream()
        .flatMap(
            policy ->
                policy.document().statements().stream()
                    .filter(statement -> statement.allow() && statement.appliesTo(request))
                    .map(statement -> new Decision.Allowed(policy.name(), statement.sid())))
        .findFirst();
  }
}
