package dev.amioperator.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Evaluates the queries of the dashboard with promtool, on the samples of a scrape. */
final class DashboardQueries {
  private static final Path DASHBOARD = Path.of("helm", "ami-operator", "files", "dashboard.json");

  /** A line of the scrape: name, labels if any, and a value that is a number. */
  private static final Pattern SAMPLE = Pattern.compile("^(\\w+)(?:\\{(.*?),?})? (-?\\d\\S*)$");

  /** What Prometheus adds; it renames an equal label of the metric. */
  private static final String TARGET = "namespace=\"ops\",job=\"ami-operator\",pod=\"a\"";

  private DashboardQueries() {}

  /** The queries of all panels, with the variables set. */
  static List<String> queries() throws IOException {
    return new ObjectMapper()
        .readTree(DASHBOARD.toFile()).findValues("expr").stream()
            .map(JsonNode::asText)
            .map(query -> query.replace("$namespace", "ops").replace("$job", "ami-operator"))
            .toList();
  }

  /** Runs promtool, which fails and prints each query without a value. */
  static ProgramResult evaluate(List<String> scrape, List<String> queries, Path directory)
      throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    ObjectNode suite = yaml.createObjectNode();
    ObjectNode test = suite.putArray("tests").addObject().put("interval", "1m");
    ArrayNode series = test.putArray("input_series");
    for (String line : scrape) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        series
            .addObject()
            .put("series", series(sample))
            .put("values", new BigDecimal(sample.group(3)).toPlainString() + "+1x10");
      }
    }
    ArrayNode cases = test.putArray("promql_expr_test");
    for (String query : queries) {
      // A query without data has no count.
      cases
          .addObject()
          .put("expr", "count(%s) > bool 0".formatted(query))
          .put("eval_time", "10m")
          .putArray("exp_samples")
          .addObject()
          .put("labels", "{}")
          .put("value", 1);
    }
    Path file = Files.createDirectories(directory).resolve("queries.yaml");
    yaml.writeValue(file.toFile(), suite);
    return Promtool.run("test", "rules", file.toString());
  }

  private static String series(Matcher sample) {
    String own = sample.group(2) == null ? "" : sample.group(2);
    String renamed = own.replaceAll("(^|,)namespace=", "$1exported_namespace=");
    return "%s{%s}".formatted(sample.group(1), renamed.isEmpty() ? TARGET : renamed + "," + TARGET);
  }
}
