package dev.amioperator.attributes.kms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amioperator.ec2.KmsKeyAccess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Whether a KMS key's policy and grants allow a recipient to launch encrypted images. Statements
 * that cannot be evaluated here make the result UNKNOWN.
 *
 * @param uncertainty why the result is UNKNOWN; empty otherwise
 */
public record KmsPolicyEvaluator(Tristate allowed, String uncertainty) {
  /** KMS actions needed to launch an instance with volumes of encrypted snapshots. */
  private static final List<String> REQUIRED_ACTIONS =
      List.of("kms:Decrypt", "kms:DescribeKey", "kms:CreateGrant");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KmsPolicyEvaluator ALLOWED = new KmsPolicyEvaluator(Tristate.YES, "");

  /**
   * Evaluates the key policy and grants for a recipient of an image.
   *
   * @param entity the id of an account, or the ARN of an organization or unit
   */
  public static KmsPolicyEvaluator evaluate(KmsKeyAccess key, String entity) {
    if (entity.equals(key.ownerId())) {
      return ALLOWED;
    }
    try {
      return combine(key, evaluateActions(key, KmsPrincipal.of(entity)));
    } catch (JsonProcessingException e) {
      return new KmsPolicyEvaluator(Tristate.UNKNOWN, "its policy cannot be read");
    }
  }

  /**
   * Whether an account certainly lacks an action, although it may have others: a grant is then
   * missing. Of a key that could not be read, nothing is certain.
   */
  public static boolean lacksAction(KmsKeyAccess key, String accountId) {
    if (accountId.equals(key.ownerId()) || !key.readError().isEmpty()) {
      return false;
    }
    try {
      return evaluateActions(key, KmsPrincipal.of(accountId)).containsValue(Tristate.NO);
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static Map<String, Tristate> evaluateActions(KmsKeyAccess key, KmsPrincipal principal)
      throws JsonProcessingException {
    List<KmsPolicyStatement> policy = parseStatements(key.policy());
    return REQUIRED_ACTIONS.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                action ->
                    evaluatePolicy(policy, key, principal, action)
                        .or(evaluateGrants(key, principal, action))));
  }

  private static KmsPolicyEvaluator combine(KmsKeyAccess key, Map<String, Tristate> byAction) {
    Set<Tristate> answers = Set.copyOf(byAction.values());
    if (answers.equals(Set.of(Tristate.YES))) {
      return ALLOWED;
    }
    if (!key.readError().isEmpty()) {
      return new KmsPolicyEvaluator(Tristate.UNKNOWN, key.readError());
    }
    if (answers.equals(Set.of(Tristate.NO))) {
      return new KmsPolicyEvaluator(Tristate.NO, "");
    }
    String unclear =
        REQUIRED_ACTIONS.stream()
            .filter(action -> byAction.get(action) != Tristate.YES)
            .collect(Collectors.joining(", "));
    return new KmsPolicyEvaluator(
        Tristate.UNKNOWN,
        "its policy does not clearly allow " + unclear + ", or has conditions or denials");
  }

  private static Tristate evaluatePolicy(
      List<KmsPolicyStatement> policy, KmsKeyAccess key, KmsPrincipal principal, String action) {
    Tristate allowed = Tristate.NO;
    Tristate denied = Tristate.NO;
    for (KmsPolicyStatement statement : policy) {
      Tristate holds = statement.appliesTo(principal, action, key.ownerId());
      if (statement.denies()) {
        denied = denied.or(holds);
      } else {
        allowed = allowed.or(holds);
      }
    }
    return denied == Tristate.NO ? allowed : allowed.and(Tristate.UNKNOWN);
  }

  private static Tristate evaluateGrants(KmsKeyAccess key, KmsPrincipal principal, String action) {
    return key.grants().stream()
        .filter(grant -> grant.operations().contains(action.substring("kms:".length())))
        .filter(grant -> !grant.grantee().contains(":" + key.ownerId() + ":"))
        .map(
            grant ->
                matchesGrantee(grant, principal)
                    .and(grant.constrained() ? Tristate.UNKNOWN : Tristate.YES))
        .reduce(Tristate.NO, Tristate::or);
  }

  /** The account id is the fifth part of the grantee's ARN. */
  private static Tristate matchesGrantee(KmsKeyAccess.Grant grant, KmsPrincipal principal) {
    String[] parts = grant.grantee().split(":", -1);
    return parts.length > 4 ? principal.matchesAccount(parts[4]) : Tristate.NO;
  }

  private static List<KmsPolicyStatement> parseStatements(String policy)
      throws JsonProcessingException {
    JsonNode statement = JSON.readTree(policy).path("Statement");
    return statement.isObject()
        ? List.of(new KmsPolicyStatement(statement))
        : StreamSupport.stream(statement.spliterator(), false)
            .map(KmsPolicyStatement::new)
            .toList();
  }
}
