package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.amioperator.ec2.aws.IamPolicy.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
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

/** Compares the documented IAM policies with the EC2 calls of the adapter. */
class IamPolicyTest {
  /**
   * Actions that need a tag of the operator on the resource: all that change or delete what exists.
   * CreateTags and DeleteTags have cases of their own below.
   */
  private static final Pattern NEEDS_TAG =
      Pattern.compile(
          "ec2:(Deregister|Delete(?!Tags)|Terminate|Cancel|Disable|Enable|Modify|Restore).*");

  /** Actions of EC2 with the caller's permissions, which the operator never calls itself. */
  private static final Set<String> BY_EC2 =
      Set.of("ec2:DescribeTags", "iam:CreateServiceLinkedRole");

  /** STS authorizes the tags of AssumeRole as this action. */
  private static final String TAGS_OF_ASSUME_ROLE = "sts:TagSession";

  private static final Pattern BY_EC2_FOR_DATA =
      Pattern.compile("(s3|ebs):.+|kms:(Decrypt|GenerateDataKey.*|ReEncrypt.+)");

  private static final Pattern CLIENT =
      Pattern.compile("software\\.amazon\\.awssdk\\.services\\.(\\w+)\\.\\w+Client");

  /** The characters that a managed policy may have, without white space (IAM quotas). */
  private static final int MANAGED_POLICY_SIZE = 6144;

  private static final String IMAGE = "arn:aws-cn:ec2:cn-north-1::image/ami-0123456789abcdef0";
  private static final String INSTANCE = "arn:aws:ec2:eu-west-1:123456789012:instance/*";
  private static final String CLUSTER = "amioperator.dev/cluster";
  private static final String RESOURCE = "amioperator.dev/resource";
  private static final String UNKEPT_SINCE = "amioperator.dev/unkept-since";
  private static final String DEPRECATION = "amioperator.dev/deprecation";
  private static final String PERMISSIONS = "amioperator.dev/permissions";
  private static final List<String> RETENTION_TAGS =
      List.of(UNKEPT_SINCE, DEPRECATION, PERMISSIONS, "amioperator.dev/disabled");

  static Stream<String> policies() throws IOException {
    return IamPolicy.files();
  }

  @Test
  void allowsExactlyTheAdapterCalls() throws IOException {
    Set<String> allowed = new TreeSet<>();
    for (String file : policies().toList()) {
      allowed.addAll(IamPolicy.read(file).actions());
    }
    allowed.remove(TAGS_OF_ASSUME_ROLE);
    allowed.removeIf(
        action -> BY_EC2.contains(action) || BY_EC2_FOR_DATA.matcher(action).matches());
    assertThat(allowed).isEqualTo(calls());
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

  /** hack/iam-policy merges the statements of several features by their Sid. */
  @Test
  void repeatsSharedStatementsUnchanged() throws IOException {
    Map<String, JsonNode> bySid = new HashMap<>();
    for (String file : policies().toList()) {
      for (JsonNode statement : IamPolicy.read(file).statements()) {
        JsonNode first = bySid.putIfAbsent(statement.get("Sid").asText(), statement);
        assertThat(first).isIn(null, statement);
      }
    }
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
            .toList();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(sids);
  }

  /** What no operator tagged is neither changed, nor deleted, nor shared, nor terminated. */
  @ParameterizedTest
  @MethodSource("policies")
  void requiresTagToChangeWhatExists(String file) throws IOException {
    for (JsonNode statement : IamPolicy.read(file).statements()) {
      for (String action : IamPolicy.texts(statement.get("Action"))) {
        if (NEEDS_TAG.matcher(action).matches() && !isLaunchTemplate(statement)) {
          assertThat(tagsRequired(statement, "aws:ResourceTag/"))
              .as("%s %s", statement.get("Sid"), action)
              .containsAnyOf(CLUSTER, UNKEPT_SINCE, DEPRECATION, PERMISSIONS);
        }
      }
    }
  }

  /** The launch template of EnableFastLaunch is the user's, and is not changed. */
  private static boolean isLaunchTemplate(JsonNode statement) {
    return IamPolicy.texts(statement.get("Resource")).stream()
        .allMatch(arn -> arn.endsWith(":launch-template/*"));
  }

  /** Tags are written in create calls, on what is tagged, or with the owner's tags. */
  @ParameterizedTest
  @MethodSource("policies")
  void requiresReasonToTag(String file) throws IOException {
    for (JsonNode statement : IamPolicy.read(file).statements()) {
      if (IamPolicy.texts(statement.get("Action")).contains("ec2:CreateTags")) {
        JsonNode condition = statement.path("Condition");
        boolean inCreateCall = condition.at("/StringEquals").has("ec2:CreateAction");
        List<String> tagKeys =
            IamPolicy.texts(condition.at("/ForAllValues:StringEquals").path("aws:TagKeys"));
        boolean retentionOnly = !tagKeys.isEmpty() && RETENTION_TAGS.containsAll(tagKeys);
        List<String> tags = tagsRequired(statement, "aws:ResourceTag/");
        tags.addAll(tagsRequired(statement, "aws:RequestTag/"));
        assertThat(inCreateCall || retentionOnly || tags.contains(CLUSTER))
            .as(statement.get("Sid").asText())
            .isTrue();
      }
    }
  }

  private static List<String> tagsRequired(JsonNode statement, String prefix) {
    List<String> tags = new ArrayList<>();
    statement
        .at("/Condition/Null")
        .properties()
        .forEach(
            key -> {
              if (key.getKey().startsWith(prefix) && key.getValue().asText().equals("false")) {
                tags.add(key.getKey().substring(prefix.length()));
              }
            });
    return tags;
  }

  @Test
  void changesTaggedResourcesOnly() throws IOException {
    IamPolicy image = IamPolicy.read("image.json");
    Map<String, String> tagged = Map.of("aws:ResourceTag/" + CLUSTER, "c1");

    assertThat(image.allows(new Call("ec2:DeregisterImage", IMAGE, tagged))).isTrue();
    assertThat(image.allows(new Call("ec2:DeregisterImage", IMAGE, Map.of()))).isFalse();
    assertThat(image.allows(new Call("ec2:CreateTags", IMAGE, tagged))).isTrue();
  }

  @Test
  void leavesLaunchPermissionsToSharing() throws IOException {
    Call share =
        new Call(
            "ec2:ModifyImageAttribute",
            IMAGE,
            Map.of("aws:ResourceTag/" + CLUSTER, "c1", "ec2:Attribute", "LaunchPermission"));
    Call describe =
        new Call(
            "ec2:ModifyImageAttribute",
            IMAGE,
            Map.of("aws:ResourceTag/" + CLUSTER, "c1", "ec2:Attribute", "Description"));

    assertThat(IamPolicy.read("image.json").allows(share)).isFalse();
    assertThat(IamPolicy.read("image.json").allows(describe)).isTrue();
    assertThat(IamPolicy.read("share.json").allows(share)).isTrue();
  }

  @Test
  void repairsLostTagsOfOwnResources() throws IOException {
    IamPolicy image = IamPolicy.read("image.json");
    Map<String, String> lost = new HashMap<>(Map.of("aws:RequestTag/" + CLUSTER, "c1"));
    Call takeover = new Call("ec2:CreateTags", IMAGE, Map.copyOf(lost));
    lost.put("aws:ResourceTag/" + RESOURCE, "AmiImage/a/web");

    assertThat(image.allows(new Call("ec2:CreateTags", IMAGE, lost))).isTrue();
    assertThat(image.allows(new Call("ec2:DeregisterImage", IMAGE, lost))).isFalse();
    assertThat(image.allows(takeover)).isFalse();
    assertThat(IamPolicy.read("adopt.json").allows(takeover)).isTrue();
  }

  /** Policies tag an image before they deregister it, and a snapshot before they delete it. */
  @Test
  void retiresTaggedImagesOfOthersOnly() throws IOException {
    IamPolicy policy = IamPolicy.read("retention-foreign.json");
    Map<String, String> tagged = Map.of("aws:ResourceTag/" + UNKEPT_SINCE, "2026-01-01T00:00:00Z");

    assertThat(policy.allows(new Call("ec2:DeregisterImage", IMAGE, tagged))).isTrue();
    assertThat(policy.allows(new Call("ec2:DeregisterImage", IMAGE, Map.of()))).isFalse();
  }

  @Test
  void enablesFastLaunchWithTemplate() throws IOException {
    IamPolicy policy = IamPolicy.read("fast-launch.json");
    String template = "arn:aws:ec2:eu-west-1:123456789012:launch-template/lt-0123456789abcdef0";

    assertThat(policy.allows(new Call("ec2:EnableFastLaunch", template, Map.of()))).isTrue();
    assertThat(policy.allows(new Call("ec2:EnableFastLaunch", IMAGE, Map.of()))).isFalse();
    assertThat(
            policy.allows(
                new Call("ec2:RunInstances", INSTANCE, Map.of("ec2:LaunchTemplate", template))))
        .isTrue();
    assertThat(policy.allows(new Call("ec2:RunInstances", INSTANCE, Map.of()))).isFalse();
  }

  /** IAM permissions for the SDK calls of the adapter. */
  private static Set<String> calls() {
    return new ClassFileImporter()
            .importClasses(
                AwsReads.class,
                AwsActionDispatcher.class,
                AwsBuildInstances.class,
                AwsSsm.class,
                ImageUsageReads.class,
                AwsUsageReports.class,
                RecycleBinReads.class,
                ComputeEnvironmentReads.class,
                ReferenceProbe.class,
                RoleSession.class)
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
