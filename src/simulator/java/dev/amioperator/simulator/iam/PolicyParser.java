package dev.amioperator.simulator.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parser of IAM policy documents, strict about the grammar of the policy language.
 *
 * @param trust whether the document is a trust policy, with principals and without resources
 */
record PolicyParser(boolean trust) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final String CURRENT_VERSION = "2012-10-17";
  private static final Set<String> VERSIONS = Set.of("2008-10-17", CURRENT_VERSION);
  private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final Set<String> PRINCIPAL_TYPES = Set.of("AWS", "Service", "Federated");

  PolicyDocument parse(String json) {
    JsonNode root = read(json);
    checkElements(root, ELEMENTS, "the policy");
    JsonNode version = root.get("Version");
    if (version != null && !VERSIONS.contains(version.asText())) {
      throw new MalformedPolicyException(
          "The policy must contain a valid version string, not " + version);
    }
    boolean variables = version != null && version.asText().equals(CURRENT_VERSION);
    if (root.get("Statement") == null || root.get("Statement").isEmpty()) {
      throw new MalformedPolicyException("The policy has no Statement");
    }
    List<Statement> statements = new ArrayList<>();
    Set<String> sids = new HashSet<>();
    JsonNode list = root.get("Statement");
    for (JsonNode node : list.isArray() ? list : List.of(list)) {
      Statement statement = statement(node, statements.size() + 1, variables);
      if (!sids.add(statement.sid())) {
        throw new MalformedPolicyException(
            "Statement IDs (SID) in a single policy must be unique: " + statement.sid());
      }
      statements.add(statement);
    }
    return new PolicyDocument(statements);
  }

  private static JsonNode read(String json) {
    try {
      JsonNode root = JSON.readTree(json == null ? "" : json);
      if (root != null && root.isObject()) {
        return root;
      }
    } catch (JsonProcessingException e) {
      throw new MalformedPolicyException("The policy is not valid JSON: " + e.getOriginalMessage());
    }
    throw new MalformedPolicyException("The policy is not a JSON object");
  }

  private Statement statement(JsonNode node, int number, boolean variables) {
    String where = "statement " + number;
    if (!node.isObject()) {
      throw new MalformedPolicyException(where + " is not a JSON object");
    }
    checkElements(node, STATEMENT_ELEMENTS, where);
    return new Statement(
        sid(node, number),
        allow(node, where),
        principals(node, where),
        actions(node, where),
        resources(node, where, variables),
        new ConditionParser(where, variables).parse(node.get("Condition")));
  }

  private static String sid(JsonNode node, int number) {
    if (!node.has("Sid")) {
      return "#" + number;
    }
    String sid = node.get("Sid").asText();
    if (!sid.matches("[A-Za-z0-9]*")) {
      throw new MalformedPolicyException(
          "Statement IDs (SID) must be alpha-numeric. Check that '%s' satisfies [0-9A-Za-z]*"
              .formatted(sid));
    }
    return sid.isEmpty() ? "#" + number : sid;
  }

  private static boolean allow(JsonNode node, String where) {
    return switch (node.path("Effect").asText()) {
      case "Allow" -> true;
      case "Deny" -> false;
      default -> throw new MalformedPolicyException("The Effect of " + where + " is invalid");
    };
  }

  private Statement.ActionPatterns actions(JsonNode node, String where) {
    boolean negated = negated(node, "Action", "NotAction", where);
    List<String> texts = texts(node.get(negated ? "NotAction" : "Action"), where);
    for (String text : texts) {
      if (!text.equals("*") && !text.matches("[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
        throw new MalformedPolicyException(
            "Actions must be prefixed by the service, as in ec2:CopyImage: '%s' in %s"
                .formatted(text, where));
      }
    }
    return new Statement.ActionPatterns(
        negated, texts.stream().map(text -> new PolicyPattern(text, false)).toList());
  }

  private Statement.ResourcePatterns resources(JsonNode node, String where, boolean variables) {
    if (trust) {
      if (node.has("Resource") || node.has("NotResource")) {
        throw new MalformedPolicyException("Has prohibited field Resource: " + where);
      }
      return new Statement.ResourcePatterns(false, List.of(ArnPattern.of("*", false)));
    }
    boolean negated = negated(node, "Resource", "NotResource", where);
    List<String> texts = texts(node.get(negated ? "NotResource" : "Resource"), where);
    for (String text : texts) {
      if (!ArnPattern.wellFormed(text)) {
        throw new MalformedPolicyException(
            "Resource %s must be in ARN format or \"*\" (%s)".formatted(text, where));
      }
    }
    return new Statement.ResourcePatterns(
        negated, texts.stream().map(text -> ArnPattern.of(text, variables)).toList());
  }

  private Principals principals(JsonNode node, String where) {
    if (node.has("NotPrincipal")) {
      throw new MalformedPolicyException("NotPrincipal is not evaluated (" + where + ")");
    }
    JsonNode principal = node.get("Principal");
    if (!trust) {
      if (principal != null) {
        throw new MalformedPolicyException(
            "Policy document should not specify a principal (" + where + ")");
      }
      return null;
    }
    if (principal != null && principal.isTextual() && principal.asText().equals("*")) {
      return new Principals(Map.of("AWS", List.of("*")));
    }
    if (principal == null || !principal.isObject() || principal.isEmpty()) {
      throw new MalformedPolicyException("Missing or invalid Principal in " + where);
    }
    checkElements(principal, PRINCIPAL_TYPES, "the Principal of " + where);
    Map<String, List<String>> byType = new LinkedHashMap<>();
    principal
        .properties()
        .forEach(entry -> byType.put(entry.getKey(), texts(entry.getValue(), where)));
    return new Principals(byType);
  }

  private static boolean negated(JsonNode node, String element, String negated, String where) {
    if (node.has(element) == node.has(negated)) {
      throw new MalformedPolicyException(
          "%s must have either %s or %s".formatted(where, element, negated));
    }
    return node.has(negated);
  }

  static List<String> texts(JsonNode node, String where) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      if (!each.isTextual()) {
        throw new MalformedPolicyException("Expected a text in %s, not %s".formatted(where, each));
      }
      texts.add(each.asText());
    }
    if (texts.isEmpty()) {
      throw new MalformedPolicyException("An element of " + where + " has no value");
    }
    return texts;
  }

  static void checkElements(JsonNode node, Set<String> known, String where) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new MalformedPolicyException(
                    "Syntax error in policy: unknown element %s in %s".formatted(name, where));
              }
            });
  }
}
