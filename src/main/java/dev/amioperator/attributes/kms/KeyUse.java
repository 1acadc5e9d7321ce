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
 * @param why what stands in the way of a plain answer; empty with a plain one
 */
public record KeyUse(Likelihood allowed, String why) {
  /** Without these nobody launches an instance with volumes of encrypted snapshots. */
  private static final List<String> NEEDED =
      List.of("kms:Decrypt", "kms:DescribeKey", "kms:CreateGrant");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KeyUse PLAINLY = new KeyUse(Likelihood.YES, "");

  /**
   * @param entity the id of an account, or the ARN of an organization or unit
   */
  public static KeyUse of(KmsKeyAccess key, String entity) {
    if (entity.equals(key.ownerId())) {
      return PLAINLY;
    }
    try {
      return judge(key, byAction(key, KeySharer.of(entity)));
    } catch (JsonProcessingException e) {
      return new KeyUse(Likelihood.PERHAPS, "its policy cannot be read");
    }
  }

  private static Map<String, Likelihood> byAction(KmsKeyAccess key, KeySharer sharer)
      throws JsonProcessingException {
    List<KeyStatement> policy = statements(key.policy());
    return NEEDED.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                action -> byPolicy(policy, key, sharer, action).or(granted(key, sharer, action))));
  }

  private static KeyUse judge(KmsKeyAccess key, Map<String, Likelihood> byAction) {
    Set<Likelihood> answers = Set.copyOf(byAction.values());
    if (answers.equals(Set.of(Likelihood.YES))) {
      return PLAINLY;
    }
    if (!key.readError().isEmpty()) {
      return new KeyUse(Likelihood.PERHAPS, key.readError());
    }
    if (answers.equals(Set.of(Likelihood.NO))) {
      return new KeyUse(Likelihood.NO, "");
    }
    String unsure =
        NEEDED.stream()
            .filter(action -> byAction.get(action) != Likelihood.YES)
            .collect(Collectors.joining(", "));
    return new KeyUse(
        Likelihood.PERHAPS,
        "its policy does not plainly allow " + unsure + ", or has conditions or denials");
  }

  private static Likelihood byPolicy(
      List<KeyStatement> policy, KmsKeyAccess key, KeySharer sharer, String action) {
    Likelihood allowed = Likelihood.NO;
    Likelihood denied = Likelihood.NO;
    for (KeyStatement statement : policy) {
      Likelihood holds = statement.holds(sharer, action, key.ownerId());
      if (statement.denies()) {
        denied = denied.or(holds);
      } else {
        allowed = allowed.or(holds);
      }
    }
    return denied == Likelihood.NO ? allowed : allowed.and(Likelihood.PERHAPS);
  }

  private static Likelihood granted(KmsKeyAccess key, KeySharer sharer, String action) {
    return key.grants().stream()
        .filter(grant -> grant.operations().contains(action.substring("kms:".length())))
        .filter(grant -> !grant.grantee().contains(":" + key.ownerId() + ":"))
        .map(
            grant ->
                grantee(grant, sharer)
                    .and(grant.constrained() ? Likelihood.PERHAPS : Likelihood.YES))
        .reduce(Likelihood.NO, Likelihood::or);
  }

  /** The account is the fifth part of a principal's ARN. */
  private static Likelihood grantee(KmsKeyAccess.Grant grant, KeySharer sharer) {
    String[] parts = grant.grantee().split(":", -1);
    return parts.length > 4 ? sharer.is(parts[4]) : Likelihood.NO;
  }

  private static List<KeyStatement> statements(String policy) throws JsonProcessingException {
    JsonNode statement = JSON.readTree(policy).path("Statement");
    return statement.isObject()
        ? List.of(new KeyStatement(statement))
        : StreamSupport.stream(statement.spliterator(), false).map(KeyStatement::new).toList();
  }
}
