package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.amioperator.ec2.aws.IamPolicy.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the documented IAM policies with the EC2 calls of the adapter. */
class IamPolicyTest {
  private static final Set<String> DESTRUCTIVE =
      Set.of("ec2:DeregisterImage", "ec2:DeleteSnapshot", "ec2:TerminateInstances");
  private static final Pattern CLIENT =
      Pattern.compile("software\\.amazon\\.awssdk\\.services\\.(\\w+)\\.\\w+Client");

  /** The characters that a managed policy may have, without white space (IAM quotas). */
  private static final int MANAGED_POLICY_SIZE = 6144;

  private static final String IMAGE = "arn:aws-cn:ec2:cn-north-1::image/ami-0123456789abcdef0";
  private static final String CLUSTER = "amioperator.dev/cluster";
  private static final String RESOURCE = "amioperator.dev/resource";

  static Stream<String> policies() throws IOException {
    return IamPolicy.files();
  }

  @Test
  void allowsExactlyTheAdapterCalls() throws IOException {
    Set<String> allowed = new TreeSet<>(IamPolicy.read("ami-operator-policy.json").actions());
    allowed.addAll(IamPolicy.read("build.json").actions());
    assertThat(allowed).isEqualTo(calls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"adopt.json", "retention.json"})
  void limitsResourcesToCalls(String policy) throws IOException {
    assertThat(calls()).containsAll(IamPolicy.read(policy).actions());
  }

  @ParameterizedTest
  @MethodSource("policies")
  void fitsManagedPolicyOfEveryPartition(String file) throws IOException {
    IamPolicy policy = IamPolicy.read(file);
    assertThat(policy.text().replaceAll("\\s", "")).hasSizeLessThan(MANAGED_POLICY_SIZE);
    assertThat(policy.text()).doesNotContain("arn:aws");
    assertThat(policy.statements())
        .allSatisfy(s -> assertThat(s.get("Effect").asText()).isEqualTo("Allow"))
        .extracting(s -> s.get("Sid").asText())
        .doesNotHaveDuplicates()
        .allMatch(sid -> sid.matches("[A-Za-z0-9]+"));
  }

  /** A row for each policy and each statement: the actions, and what breaks without it. */
  @ParameterizedTest
  @MethodSource("policies")
  void explainsEveryStatement(String file) throws IOException {
    String page = Files.readString(IamPolicy.DIRECTORY.resolve("README.md"));
    assertThat(page).contains("| `" + file + "` |", "\n`" + file + "`:\n");
    assertThat(IamPolicy.read(file).statements())
        .allSatisfy(s -> assertThat(page).contains("\n| `" + s.get("Sid").asText() + "` |"));
  }

  @Test
  void explainsNoFormerStatement() throws IOException {
    String page = Files.readString(IamPolicy.DIRECTORY.resolve("README.md"));
    Set<String> sids = new TreeSet<>();
    for (String file : policies().toList()) {
      IamPolicy.read(file).statements().forEach(s -> sids.add(s.get("Sid").asText()));
    }
    List<String> rows =
        Pattern.compile("\n\\| `([A-Z]\\w+)` \\| [^|]+\\| [^|]+\\|")
            .matcher(page)
            .results()
            .map(row -> row.group(1))
            .filter(name -> !name.endsWith("FullAccess") && !name.endsWith("AccessPolicy"))
            .toList();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(sids);
  }

  @Test
  void changesTaggedResourcesOnly() throws IOException {
    IamPolicy base = IamPolicy.read("ami-operator-policy.json");
    Map<String, String> tagged = Map.of("aws:ResourceTag/" + CLUSTER, "c1");

    assertThat(base.allows(new Call("ec2:DeregisterImage", IMAGE, tagged))).isTrue();
    assertThat(base.allows(new Call("ec2:DeregisterImage", IMAGE, Map.of()))).isFalse();
    assertThat(base.allows(new Call("ec2:CreateTags", IMAGE, tagged))).isTrue();
  }

  @Test
  void repairsLostTagsOfOwnResources() throws IOException {
    IamPolicy base = IamPolicy.read("ami-operator-policy.json");
    Map<String, String> lost = new HashMap<>(Map.of("aws:RequestTag/" + CLUSTER, "c1"));
    Call takeover = new Call("ec2:CreateTags", IMAGE, Map.copyOf(lost));
    lost.put("aws:ResourceTag/" + RESOURCE, "AmiImage/a/web");

    assertThat(base.allows(new Call("ec2:CreateTags", IMAGE, lost))).isTrue();
    assertThat(base.allows(new Call("ec2:DeregisterImage", IMAGE, lost))).isFalse();
    assertThat(base.allows(takeover)).isFalse();
    assertThat(IamPolicy.read("adopt.json").allows(takeover)).isTrue();
  }

  @Test
  void enablesFastLaunchWithTemplate() throws IOException {
    IamPolicy policy = IamPolicy.read("fast-launch.json");
    String template = "arn:aws:ec2:eu-west-1:123456789012:launch-template/lt-0123456789abcdef0";
    String instance = "arn:aws:ec2:eu-west-1:123456789012:instance/*";

    assertThat(policy.allows(new Call("ec2:EnableFastLaunch", template, Map.of()))).isTrue();
    assertThat(
            policy.allows(
                new Call("ec2:RunInstances", instance, Map.of("ec2:LaunchTemplate", template))))
        .isTrue();
    assertThat(policy.allows(new Call("ec2:RunInstances", instance, Map.of()))).isFalse();
  }

  /** Statements that allow deletion require the operator's tag on the resource. */
  @Test
  void requiresTagForDestructiveCalls() throws IOException {
    List<JsonNode> statements =
        new ArrayList<>(IamPolicy.read("ami-operator-policy.json").statements());
    statements.addAll(IamPolicy.read("build.json").statements());
    for (JsonNode statement : statements) {
      if (!Collections.disjoint(IamPolicy.texts(statement.get("Action")), DESTRUCTIVE)) {
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
}
