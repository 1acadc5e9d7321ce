package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The IAM policies allow what the code calls, and nothing else. */
class IamPolicyTest {
  private static final Path POLICIES = Path.of("config", "iam");

  @Test
  void allowsTheCallsOfTheAdapterAndNoOther() throws IOException {
    assertThat(actions("ami-operator-policy.json")).isEqualTo(calls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"adopt.json", "foreign-retention.json"})
  void widensOnlyWhereCallsReach(String policy) throws IOException {
    assertThat(calls()).containsAll(actions(policy));
  }

  /** A statement that lets the operator destroy things asks for its tag on them. */
  @Test
  void destroysOnlyWhatCarriesTheTag() throws IOException {
    for (JsonNode statement : policy("ami-operator-policy.json").get("Statement")) {
      Set<String> actions = actions(statement);
      if (actions.contains("ec2:DeregisterImage") || actions.contains("ec2:DeleteSnapshot")) {
        JsonNode absent = statement.at("/Condition/Null");
        assertThat(absent.path("aws:ResourceTag/amioperator.dev/cluster").asText())
            .isEqualTo("false");
      }
    }
  }

  private static Set<String> calls() {
    Set<String> calls = calls(AwsEc2.class, Ec2Client.class, "ec2:");
    calls.addAll(calls(AwsSsm.class, SsmClient.class, "ssm:"));
    return calls;
  }

  private static Set<String> calls(Class<?> adapter, Class<?> client, String service) {
    return new ClassFileImporter()
        .importClasses(adapter).stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().isEquivalentTo(client))
            .map(JavaAccess::getName)
            .map(
                name -> service + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
            .collect(Collectors.toCollection(TreeSet::new));
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
