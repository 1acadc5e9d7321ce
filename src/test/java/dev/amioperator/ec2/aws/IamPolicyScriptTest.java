package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs hack/iam-policy, which prints the policy of chosen features. */
class IamPolicyScriptTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String CLUSTER_ON_RESOURCE = "aws:ResourceTag/amioperator.dev/cluster";
  private static final String CLUSTER_IN_REQUEST = "aws:RequestTag/amioperator.dev/cluster";

  /** Features whose policies together are larger than a managed policy may be. */
  private static final List<String> ALL =
      List.of(
          "build",
          "object-storage",
          "instance-store",
          "copy",
          "encryption",
          "key-grants",
          "share",
          "fast-launch",
          "adopt",
          "retention-foreign",
          "retention-orphans",
          "usage-reports");

  @Test
  void listsEveryFile() throws IOException {
    String list = run("--list").output();
    String page = Files.readString(IamPolicy.DIRECTORY.resolve("README.md"));

    List<String> features =
        Pattern.compile("(?m)^  (\\S+)").matcher(list).results().map(m -> m.group(1)).toList();
    assertThat(features.stream().map(feature -> feature + ".json"))
        .containsExactlyInAnyOrderElementsOf(IamPolicy.files().toList());
    assertThat(features).allSatisfy(feature -> assertThat(page).contains("| `" + feature + "` |"));
  }

  @Test
  void mergesFeatures() throws IOException {
    IamPolicy merged = policy("share", "copy", "image");

    assertThat(sids(merged)).isSorted().doesNotHaveDuplicates();
    Set<String> expected = new TreeSet<>();
    for (String file : List.of("observe.json", "image.json", "copy.json", "share.json")) {
      expected.addAll(sids(IamPolicy.read(file)));
    }
    assertThat(sids(merged)).containsExactlyElementsOf(expected);
  }

  @Test
  void includesWhatFeatureBuildsOn() throws IOException {
    assertThat(policy("build").actions())
        .containsAll(IamPolicy.read("observe.json").actions())
        .containsAll(IamPolicy.read("image.json").actions());
  }

  @Test
  void refusesUnknownFeature() {
    ProgramResult result = run("image", "imagine");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("no feature imagine", "\n  retention-foreign  allow.");
    assertThat(run().output()).contains("name at least one feature");
  }

  @Test
  void comparesClusterInsteadOfPresence() throws IOException {
    for (JsonNode statement : all("--cluster", "prod-eu")) {
      JsonNode condition = statement.path("Condition");
      for (String key : List.of(CLUSTER_ON_RESOURCE, CLUSTER_IN_REQUEST)) {
        assertThat(condition.path("Null").path(key).asText()).isNotEqualTo("false");
        assertThat(condition.path("StringEquals").path(key).asText("prod-eu")).isEqualTo("prod-eu");
      }
      assertThat(condition.path("Null").isObject() && condition.path("Null").isEmpty()).isFalse();
    }
    JsonNode repair = statement("RepairOwnershipTags", "image", "--cluster", "prod-eu");
    assertThat(repair.at("/Condition/Null").path(CLUSTER_ON_RESOURCE).asText()).isEqualTo("true");
    assertThat(repair.at("/Condition/StringEquals").path(CLUSTER_IN_REQUEST).asText())
        .isEqualTo("prod-eu");
  }

  @Test
  void comparesClusterWithSessionTag() throws IOException {
    JsonNode delete = statement("DeleteTaggedImagesAndSnapshots", "image", "--session-cluster");

    assertThat(delete.at("/Condition/StringEquals").path(CLUSTER_ON_RESOURCE).asText())
        .isEqualTo("${aws:PrincipalTag/amioperator.dev/cluster}");
  }

  @Test
  void restrictsRegions() throws IOException {
    for (JsonNode statement : all("--region", "eu-west-1", "--region", "us-east-1")) {
      boolean global =
          IamPolicy.texts(statement.get("Action")).stream()
              .anyMatch(a -> a.matches("(iam|s3|sts):.+"));
      assertThat(statement.at("/Condition/StringEquals").has("aws:RequestedRegion"))
          .as(statement.get("Sid").asText())
          .isNotEqualTo(global);
    }
  }

  @Test
  void restrictsBuckets() throws IOException {
    JsonNode read = statement("ReadStoredImages", "object-storage", "--bucket", "amis");

    assertThat(IamPolicy.texts(read.get("Resource")))
        .containsExactly("arn:*:s3:::amis", "arn:*:s3:::amis/*");
    assertThat(read.has("Condition")).isFalse();
  }

  @Test
  void splitsLargePolicy() throws IOException {
    ProgramResult whole = run(ALL.toArray(String[]::new));
    assertThat(whole.status()).isEqualTo(2);
    assertThat(whole.output()).contains("a managed policy may have 6144", "--part 2, --part 3");

    List<String> sids = new ArrayList<>();
    for (String part : List.of("1", "2", "3")) {
      IamPolicy printed = policy(with("--part", part));
      assertThat(printed.text().replaceAll("\\s", "").length()).isLessThanOrEqualTo(6144);
      sids.addAll(sids(printed));
    }
    assertThat(sids)
        .doesNotHaveDuplicates()
        .hasSameElementsAs(all().stream().map(s -> s.get("Sid").asText()).toList());
    assertThat(run(with("--inline")).output()).contains("the inline policies of a role may have");
    assertThat(run(with("--part", "4")).output()).contains("there is no part 4: the set has 3");
  }

  private static String[] with(String... options) {
    return Stream.concat(ALL.stream(), Stream.of(options)).toArray(String[]::new);
  }

  /** The statements of all features, each printed by itself so that it fits. */
  private static List<JsonNode> all(String... options) throws IOException {
    List<JsonNode> statements = new ArrayList<>();
    for (String feature : ALL) {
      String[] arguments =
          Stream.concat(Stream.of(feature), Stream.of(options)).toArray(String[]::new);
      statements.addAll(policy(arguments).statements());
    }
    return statements;
  }

  private static JsonNode statement(String sid, String... arguments) throws IOException {
    return policy(arguments).statements().stream()
        .filter(statement -> statement.get("Sid").asText().equals(sid))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> sids(IamPolicy policy) {
    return policy.statements().stream().map(s -> s.get("Sid").asText()).toList();
  }

  private static IamPolicy policy(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("hack/iam-policy"));
    command.addAll(List.of(arguments));
    return IamPolicy.parse(ProgramResult.runScript(LIMIT, command));
  }

  private static ProgramResult run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("hack/iam-policy"));
    command.addAll(List.of(arguments));
    return ProgramResult.run(LIMIT, command);
  }
}
