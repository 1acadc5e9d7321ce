package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the documented IAM policies with the EC2 calls of the adapter. */
class IamPolicyTest {
  private static final Path POLICIES = Path.of("config", "iam");
  private static final Set<String> DESTRUCTIVE =
      Set.of("ec2:DeregisterImage", "ec2:DeleteSnapshot", "ec2:TerminateInstances");
  private static final Pattern CLIENT =
      Pattern.compile("software\\.amazon\\.awssdk\\.services\\.(\\w+)\\.\\w+Client");

  @Test
  void allowsExactlyTheAdapterCalls() throws IOException {
    Set<String> allowed = new TreeSet<>(actions("ami-operator-policy.json"));
    allowed.addAll(actions("build.json"));
    assertThat(allowed).isEqualTo(calls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"adopt.json", "retention.json"})
  void limitsResourcesToCalls(String policy) throws IOException {
    assertThat(calls()).containsAll(actions(policy));
  }

  /** Statements that allow deletion require the operator's tag on the resource. */
  @Test
  void requiresTagForDestructiveCalls() throws IOException {
    List<JsonNode> statements = new ArrayList<>();
    policy("ami-operator-policy.json").get("Statement").forEach(statements::add);
    policy("build.json").get("Statement").forEach(statements::add);
    for (JsonNode statement : statements) {
      if (!Collections.disjoint(actions(statement), DESTRUCTIVE)) {
        JsonNode absent = statement.at("/Condition/Null");
        assertThat(absent.path("aws:ResourceTag/amioperator.dev/cluster").asText())
            .isEqualTo("false");
      }
    }
  }

  /** IAM permissions for the SDK calls of the adapter. */
  private static Set<String> calls() {
    return new ClassFileImporter()
            .importClasses(
                AwsReads.class, AwsActionDispatcher.class, AwsBuildInstances.class, AwsSsm.class)
            .stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .map(call -> permission(call.getTargetOwner().getName(), call.getName()))
            .flatMap(Optional::stream)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Optional<String> permission(String owner, String method) {
    Matcher client = CLIENT.matcher(owner);
    return client.matches()
        ? Optional.of(
            client.group(1)
                + ":"
                + method.substring(0, 1).toUpperCase(Locale.ROOT)
                + method.substring(1))
        : Optional.empty();
  }

  private static Set<String> actions(String file) throws IOException {
    Set<String> actions = new TreeSet<>();
    policy(file).get("Statement").forEach(statement -> actions.addAll(actions(statement)));
    return actions;
  }

  private static Set<String> actions(JsonNode statement) {
    Set<String> actions = new TreeSet<>();
    JsonNode action = statement.get("Action");
    if (action.isArray()) {
      action.forEach(a -> actions.add(a.asText()));
    } else {
      actions.add(action.asText());
    }
    return actions;
  }

  private static JsonNode policy(String file) throws IOException {
    return new ObjectMapper().readTree(POLICIES.resolve(file).toFile());
  }
}
