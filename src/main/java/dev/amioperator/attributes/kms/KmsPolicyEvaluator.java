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
 * Whether a KMS key lets somebody launch what it encrypts, by its policy and grants. Sure only of
 * what is plain: whatever cannot be evaluated here is a perhaps.
 *
 * @param uncertainty what stands in the way of a plain answer; empty with a plain one
 */
public record KmsPolicyEvaluator(Tristate allowed, String uncertainty) {
  /** Without these nobody launches an instance with volumes of encrypted snapshots. */
  private static final List<String> REQUIRED_ACTIONS =
      List.of("kms:Decrypt", "kms:DescribeKey", "kms:CreateGrant");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KmsPolicyEvaluator ALLOWED = new KmsPolicyEvaluator(Tristate.YES, "");

  /**
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

  private static Map<String, Tristate> evaluateActions(KmsKeyAccess key, KmsPrincipal sharer)
      throws JsonProcessingException {
    List<KmsPolicyStatement> policy = parseStatements(key.policy());
    return REQUIRED_ACTIONS.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                action ->
                    evaluatePolicy(policy, key, sharer, action)
                        .or(evaluateGrants(key, sharer, action))));
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
    String unsure =
        REQUIRED_ACTIONS.stream()
            .filter(action -> byAction.get(action) != Tristate.YES)
            .collect(Collectors.joining(", "));
    return new KmsPolicyEvaluator(
        Tristate.UNKNOWN,
        "its policy does not plainly allow " + unsure + ", or has conditions or denials");
  }

  private static Tristate evaluatePolicy(
      List<KmsPolicyStatement> policy, KmsKeyAccess key, KmsPrincipal sharer, String action) {
    Tristate allowed = Tristate.NO;
    Tristate denied = Tristate.NO;
    for (KmsPolicyStatement statement : policy) {
      Tristate holds = statement.appliesTo(sharer, action, key.ownerId());
      if (statement.denies()) {
        denied = denied.or(holds);
      } else {
        allowed = allowed.or(holds);
      }
    }
    return denied == Tristate.NO ? allowed : allowed.and(Tristate.UNKNOWN);
  }

  private static Tristate evaluateGrants(KmsKeyAccess key, KmsPrincipal sharer, String action) {
    return key.grants().stream()
        .filter(grant -> grant.operations().contains(action.substring("kms:".length())))
        .filter(grant -> !grant.grantee().contains(":" + key.ownerId() + ":"))
        .map(
            grant ->
                matchesGrantee(grant, sharer)
                    .and(grant.constrained() ? Tristate.UNKNOWN : Tristate.YES))
        .reduce(Tristate.NO, Tristate::or);
  }

  /** The account is the fifth part of a principal's ARN. */
  private static Tristate matchesGrantee(KmsKeyAccess.Grant grant, KmsPrincipal sharer) {
    String[] parts = grant.grantee().split(":", -1);
    return parts.length > 4 ? sharer.matchesAccount(parts[4]) : Tristate.NO;
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
