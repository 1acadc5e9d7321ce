package dev.amioperator.ec2.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A documented IAM policy, evaluated as far as ours use the language. */
record IamPolicy(String text, List<JsonNode> statements) {
  static final Path DIRECTORY = Path.of("config", "iam");

  /**
   * A call of an action on a resource.
   *
   * @param context the condition keys of the call, such as {@code aws:ResourceTag/family}
   */
  record Call(String action, String resource, Map<String, String> context) {}

  static IamPolicy read(String file) throws IOException {
    return parse(Files.readString(DIRECTORY.resolve(file)));
  }

  static IamPolicy parse(String text) throws IOException {
    return new IamPolicy(text, list(new ObjectMapper().readTree(text).get("Statement")));
  }

  Set<String> actions() {
    Set<String> actions = new TreeSet<>();
    statements.forEach(statement -> actions.addAll(texts(statement.get("Action"))));
    return actions;
  }

  boolean allows(Call call) {
    return statements.stream()
        .filter(s -> matches(texts(s.get("Action")), call.action()))
        .filter(s -> matches(texts(s.get("Resource")), call.resource()))
        .anyMatch(s -> s.path("Condition").properties().stream().allMatch(c -> holds(c, call)));
  }

  private static boolean holds(Map.Entry<String, JsonNode> condition, Call call) {
    return condition.getValue().properties().stream()
        .allMatch(
            key -> {
              String value = call.context().get(key.getKey());
              List<String> wanted = texts(key.getValue());
              return switch (condition.getKey()) {
                case "Null" -> wanted.equals(List.of(String.valueOf(value == null)));
                case "StringEquals" -> value != null && wanted.contains(value);
                case "ForAllValues:StringEquals" -> value == null || wanted.contains(value);
                case "StringNotEqualsIgnoreCase" ->
                    value == null || wanted.stream().noneMatch(value::equalsIgnoreCase);
                case "Bool" -> wanted.equals(List.of(String.valueOf(value)));
                case "ArnLike", "StringLike" -> value != null && matches(wanted, value);
                default -> throw new AssertionError("operator " + condition.getKey());
              };
            });
  }

  private static boolean matches(List<String> patterns, String value) {
    return patterns.stream()
        .map(pattern -> Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
        .anyMatch(value::matches);
  }

  static List<String> texts(JsonNode node) {
    return node.isArray()
        ? list(node).stream().map(JsonNode::asText).toList()
        : List.of(node.asText());
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    array.forEach(all::add);
    return all;
  }

  /** The policies in the directory, without the trust policies of roles. */
  static Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".json") && !f.startsWith("trust-"))
          .sorted()
          .toList()
          .stream();
    }
  }
}
