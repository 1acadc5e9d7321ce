package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts of the chart, as Prometheus evaluates them. */
class AlertsIT {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path TESTS =
      Path.of("src", "test", "resources", "alerts", "alerts_test.yaml");
  private static final Path RUNBOOK = Path.of("docs", "reference", "alerts.md");
  private static final Pattern SECTION = Pattern.compile("(?m)^## (AmiOperator\\w+)$");

  @TempDir private static Path directory;
  private static JsonNode rules;

  @BeforeAll
  static void render() throws IOException {
    ProgramResult rendered =
        new Chart("ami-operator", "ops")
            .render(
                "--set=metrics.prometheusRule.enabled=true",
                "--show-only=templates/prometheusrule.yaml");
    JsonNode spec = YAML.readTree(rendered.output()).get("spec");
    YAML.writeValue(directory.resolve("rules.yaml").toFile(), spec);
    Files.copy(TESTS, directory.resolve("alerts_test.yaml"));
    rules = spec.get("groups").get(0).get("rules");
  }

  @Test
  void areValid() {
    ProgramResult check =
        Promtool.run("check", "rules", directory.resolve("rules.yaml").toString());

    assertThat(check.status()).as(check.output()).isZero();
    assertThat(check.output()).contains(rules.size() + " rules found");
  }

  @Test
  void fireOnlyWhenTheyMust() {
    ProgramResult tests =
        Promtool.run("test", "rules", directory.resolve("alerts_test.yaml").toString());

    assertThat(tests.status()).as(tests.output()).isZero();
  }

  /** Each alert has a case in which it fires, and a case in which it must not. */
  @Test
  void haveTestsOfBothKinds() throws IOException {
    Set<String> fire = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (JsonNode test : YAML.readTree(TESTS.toFile()).get("tests")) {
      for (JsonNode expected : test.get("alert_rule_test")) {
        (expected.get("exp_alerts").isEmpty() ? silent : fire)
            .add(expected.get("alertname").asText());
      }
    }

    assertThat(fire).isEqualTo(names());
    assertThat(silent).isEqualTo(names());
  }

  @Test
  void linkToTheirRunbooks() throws IOException {
    Set<String> sections =
        SECTION
            .matcher(Files.readString(RUNBOOK))
            .results()
            .map((MatchResult section) -> section.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(sections).isEqualTo(names());
    assertThat(rules)
        .allSatisfy(
            rule ->
                assertThat(rule.at("/annotations/runbook_url").asText())
                    .isEqualTo(
                        "docs/reference/alerts.md#"
                            + rule.get("alert").asText().toLowerCase(Locale.ROOT)));
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    rules.forEach(rule -> names.add(rule.get("alert").asText()));
    return names;
  }
}
