package dev.amioperator.simulator.iam;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trust policy of an IAM role, the resource-based policy that says who can assume it.
 *
 * <p>A principal of the same account that is named by its ARN needs no identity-based policy. All
 * others do: those that are named by their account, and those of other accounts (AssumeRole, STS
 * API reference).
 */
public record TrustPolicy(PolicyDocument document) {
  private static final List<String> ACTIONS =
      List.of("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity");

  /** Parses a trust policy. */
  public static TrustPolicy parse(String json) {
    return new TrustPolicy(PolicyDocument.parseTrust(json));
  }

  /**
   * Trust policy for AWS accounts and principals, with every way to start a session.
   *
   * @param trusted account ids or ARNs
   * @param externalId external id that they have to send; null for none
   */
  public static TrustPolicy of(List<String> trusted, String externalId) {
    Condition.Quantifier none = Condition.Quantifier.NONE;
    List<Condition> conditions =
        externalId == null
            ? List.of()
            : List.of(
                new Condition(
                    ConditionOperator.STRING_EQUALS,
                    none,
                    false,
                    "sts:ExternalId",
                    List.of(new PolicyPattern(externalId, false))));
    return new TrustPolicy(
        new PolicyDocument(
            List.of(
                new Statement(
                    "#1",
                    true,
                    new Principals(Map.of("AWS", trusted)),
                    new Statement.ActionPatterns(
                        false,
                        ACTIONS.stream().map(text -> new PolicyPattern(text, false)).toList()),
                    new Statement.ResourcePatterns(false, List.of(ArnPattern.of("*", false))),
                    conditions))));
  }

  /**
   * Decision about an action of STS on the role.
   *
   * @param roleAccount account of the role
   */
  public Decision evaluate(Principal principal, String roleAccount, AccessRequest request) {
    if (matching(principal, request, false).isPresent()) {
      return new Decision.Denied(true, PolicyType.TRUST);
    }
    Optional<Statement> byArn =
        matching(principal, request, true)
            .filter(s -> s.principals().match(principal) == Principals.Match.BY_ARN);
    Optional<Statement> allowing = byArn.or(() -> matching(principal, request, true));
    if (allowing.isEmpty()) {
      return new Decision.Denied(false, PolicyType.TRUST);
    }
    Decision decision = principal.policies().evaluate(request);
    boolean trustSuffices =
        byArn.isPresent()
            && roleAccount.equals(principal.accountId())
            && decision instanceof Decision.Denied(boolean explicit, PolicyType by)
            && !explicit
            && by == PolicyType.IDENTITY;
    return trustSuffices ? new Decision.Allowed("trust policy", byArn.get().sid()) : decision;
  }

  private Optional<Statement> matching(Principal principal, AccessRequest request, boolean allow) {
    List<Statement> found =
        document.statements().stream()
            .filter(statement -> statement.allow() == allow)
            .filter(statement -> statement.principals().match(principal) != Principals.Match.NONE)
            .filter(statement -> statement.appliesTo(request))
            .toList();
    return found.stream()
        .filter(statement -> statement.principals().match(principal) == Principals.Match.BY_ARN)
        .findFirst()
        .or(() -> found.stream().findFirst());
  }
}
