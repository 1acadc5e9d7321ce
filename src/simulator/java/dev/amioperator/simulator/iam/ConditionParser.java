package dev.amioperator.simulator.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amioperator.simulator.iam.Condition.Quantifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Parser of the Condition element of an IAM statement.
 *
 * @param where the statement, for messages
 */
record ConditionParser(String where, boolean variables) {
  private static final String IF_EXISTS = "IfExists";
  private static final Map<String, ConditionOperator> OPERATORS =
      Arrays.stream(ConditionOperator.values())
          .collect(Collectors.toMap(ConditionOperator::policyName, Function.identity()));

  List<Condition> parse(JsonNode node) {
    List<Condition> conditions = new ArrayList<>();
    if (node == null) {
      return conditions;
    }
    if (!node.isObject()) {
      throw new MalformedPolicyException("The Condition of " + where + " is not an object");
    }
    node.properties().forEach(entry -> conditions.addAll(parse(entry.getKey(), entry.getValue())));
    return conditions;
  }

  private List<Condition> parse(String text, JsonNode keys) {
    Quantifier quantifier = quantifier(text);
    String name = text.substring(text.indexOf(':') + 1);
    boolean ifExists = name.endsWith(IF_EXISTS);
    ConditionOperator operator =
        operator(ifExists ? name.substring(0, name.length() - IF_EXISTS.length()) : name);
    if (operator == ConditionOperator.NULL && (ifExists || quantifier != Quantifier.NONE)) {
      throw new MalformedPolicyException("Invalid Condition type " + text + " in " + where);
    }
    if (!keys.isObject() || keys.isEmpty()) {
      throw new MalformedPolicyException(
          "The condition %s of %s has no keys".formatted(text, where));
    }
    List<Condition> conditions = new ArrayList<>();
    keys.properties()
        .forEach(
            entry ->
                conditions.add(
                    new Condition(
                        operator,
                        quantifier,
                        ifExists,
                        key(entry.getKey()),
                        values(operator, entry.getValue()))));
    return conditions;
  }

  private Quantifier quantifier(String text) {
    if (!text.contains(":")) {
      return Quantifier.NONE;
    }
    return switch (text.substring(0, text.indexOf(':'))) {
      case "ForAllValues" -> Quantifier.FOR_ALL_VALUES;
      case "ForAnyValue" -> Quantifier.FOR_ANY_VALUE;
      default ->
          throw new MalformedPolicyException("Invalid Condition type " + text + " in " + where);
    };
  }

  private ConditionOperator operator(String name) {
    ConditionOperator operator = OPERATORS.get(name);
    if (operator != null) {
      return operator;
    }
    throw new MalformedPolicyException(
        switch (name) {
          case "IpAddress", "NotIpAddress", "BinaryEquals" ->
              "The condition operator %s is not evaluated (%s)".formatted(name, where);
          default -> "Invalid Condition type " + name + " in " + where;
        });
  }

  private String key(String name) {
    if (!name.matches("[A-Za-z0-9.-]+:.+")) {
      throw new MalformedPolicyException(
          "Condition keys must be prefixed by the service or aws: '%s' in %s"
              .formatted(name, where));
    }
    return name;
  }

  private List<PolicyPattern> values(ConditionOperator operator, JsonNode node) {
    List<PolicyPattern> values = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      if (!each.isValueNode() || each.isNull()) {
        throw new MalformedPolicyException(
            "Expected a text in the Condition of %s, not %s".formatted(where, each));
      }
      operator.check(each.asText());
      values.add(new PolicyPattern(each.asText(), variables));
    }
    if (values.isEmpty()) {
      throw new MalformedPolicyException("A condition of " + where + " has no value");
    }
    return values;
  }
}
