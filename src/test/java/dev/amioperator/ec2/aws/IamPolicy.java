package dev.amioperator.ec2.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amioperator.simulator.iam.AccessRequest;
import dev.amioperator.simulator.iam.Decision;
import dev.amioperator.simulator.iam.NamedPolicy;
import dev.amioperator.simulator.iam.PolicyDocument;
import dev.amioperator.simulator.iam.PrincipalPolicies;
import dev.amioperator.simulator.iam.RequestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A documented IAM policy, evaluated as the simulator does. */
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
    NamedPolicy policy = new NamedPolicy("policy", PolicyDocument.parse(text));
    AccessRequest request =
        new AccessRequest(call.action(), call.resource(), RequestContext.of(call.context()));
    return new PrincipalPolicies(List.of(policy), null, null).evaluate(request)
        instanceof Decision.Allowed;
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
