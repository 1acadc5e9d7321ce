package dev.amioperator.simulator.kms;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Partition;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** KMS key policies, read only for the accounts that may use the key. */
public final class KeyPolicy {
  private static final Pattern ACCOUNT =
      Pattern.compile("(?:arn:[\\w-]+:iam::)?([0-9]{12})(?::.*)?");

  private KeyPolicy() {}

  /** Default policy of a KMS key. */
  static String ofOwner(Partition partition, String accountId) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":\
    "%s"},"Action":"kms:*","Resource":"*"}]}\
    """
        .formatted(partition.root(accountId));
  }

  /** Default policy of a KMS key, with other accounts that may use it. */
  public static String sharedBy(Partition partition, String accountId, Collection<String> others) {
    String users =
        others.stream().map(id -> '"' + partition.root(id) + '"').collect(Collectors.joining(","));
    String owners = ofOwner(partition, accountId);
    return others.isEmpty()
        ? owners
        : owners.substring(0, owners.lastIndexOf(']'))
            + """
            ,{"Effect":"Allow","Principal":{"AWS":[%s]},"Action":["kms:Decrypt","kms:DescribeKey",\
            "kms:CreateGrant","kms:ReEncrypt*"],"Resource":"*"}]}\
            """
                .formatted(users);
  }

  /**
   * Accounts that the policy allows an action which EBS needs.
   *
   * @throws ApiError {@code MalformedPolicyDocumentException}
   */
  static Set<String> trustedAccounts(String document) {
    JsonNode policy = parse(document);
    JsonNode statement = policy.field("Statement").orElseThrow(KeyPolicy::malformed);
    Set<String> accounts = new TreeSet<>();
    for (JsonNode each : listed(statement)) {
      if (text(each, "Effect").equals("Allow") && usesKey(each)) {
        principals(each)
            .map(ACCOUNT::matcher)
            .filter(Matcher::matches)
            .forEach(matcher -> accounts.add(matcher.group(1)));
      }
    }
    return accounts;
  }

  private static boolean usesKey(JsonNode statement) {
    return statement.field("Action").stream()
        .flatMap(action -> listed(action).stream())
        .filter(JsonNode::isString)
        .map(JsonNode::text)
        .anyMatch(
            action ->
                action.equals("*")
                    || action.equals("kms:*")
                    || action.equals("kms:Decrypt")
                    || action.equals("kms:CreateGrant"));
  }

  private static Stream<String> principals(JsonNode statement) {
    return statement
        .field("Principal")
        .flatMap(
            principal -> principal.isObject() ? principal.field("AWS") : Optional.of(principal))
        .stream()
        .flatMap(aws -> listed(aws).stream())
        .filter(JsonNode::isString)
        .map(JsonNode::text);
  }

  private static String text(JsonNode node, String field) {
    return node.field(field).filter(JsonNode::isString).map(JsonNode::text).orElse("");
  }

  private static List<JsonNode> listed(JsonNode node) {
    return node.isArray() ? node.asArray() : List.of(node);
  }

  private static JsonNode parse(String document) {
    if (document == null) {
      throw malformed();
    }
    try {
      JsonNode node = JsonNode.parser().parse(document);
      if (node.isObject()) {
        return node;
      }
    } catch (RuntimeException e) {
      throw malformed();
    }
    throw malformed();
  }

  private static ApiError malformed() {
    return new ApiError(
        "MalformedPolicyDocumentException", "The policy is not a JSON document with statements");
  }
}
