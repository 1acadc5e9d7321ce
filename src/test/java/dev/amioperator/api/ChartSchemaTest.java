package dev.amioperator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas of the charts' values, which name every value and no other. */
class ChartSchemaTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Helm takes the last of two equal keys without a word. */
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  @Test
  void findsDuplicateKeys() {
    assertThatThrownBy(() -> STRICT.readTree("{\"a\": {\"b\": 1, \"b\": 2}}"))
        .isInstanceOf(JsonProcessingException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ami-operator", "ami-operator-crds"})
  void namesEveryValueAndNoOther(String chart) throws IOException {
    JsonNode schema = STRICT.readTree(file(chart, "values.schema.json").toFile());
    Set<String> known = new TreeSet<>();
    Set<String> values = new TreeSet<>();

    compare("", YAML.readTree(file(chart, "values.yaml").toFile()), schema, values, known);

    // Helm adds `global` for charts that have this one as a dependency.
    known.remove(".global");
    assertThat(values).hasSizeGreaterThan(1).isEqualTo(known);
  }

  /** A misspelt value is refused, not ignored. */
  @ParameterizedTest
  @ValueSource(strings = {"ami-operator", "ami-operator-crds"})
  void closesEveryObjectWithKnownKeys(String chart) throws IOException {
    Set<String> open = new TreeSet<>();

    collectOpen("", STRICT.readTree(file(chart, "values.schema.json").toFile()), open);

    // The other fields of a volume are those of its many types.
    open.remove(".extraVolumes[]");
    assertThat(open).isEmpty();
  }

  private static Path file(String chart, String name) {
    return Path.of("helm", chart, name);
  }

  private static void compare(
      String path, JsonNode value, JsonNode schema, Set<String> values, Set<String> known) {
    value
        .properties()
        .forEach(
            field -> {
              String child = path + "." + field.getKey();
              values.add(child);
              JsonNode type = schema.path("properties").path(field.getKey());
              if (field.getValue().isObject() && !field.getValue().isEmpty()) {
                compare(child, field.getValue(), type, values, known);
              }
            });
    // Resources of containers are named by their devices.
    if (schema.has("properties") && !path.equals(".resources")) {
      schema.get("properties").fieldNames().forEachRemaining(name -> known.add(path + "." + name));
    } else {
      value.fieldNames().forEachRemaining(name -> known.add(path + "." + name));
    }
  }

  private static void collectOpen(String path, JsonNode schema, Set<String> open) {
    if (schema.has("properties")
        && !schema.path("additionalProperties").toString().equals("false")) {
      open.add(path);
    }
    schema
        .path("properties")
        .properties()
        .forEach(field -> collectOpen(path + "." + field.getKey(), field.getValue(), open));
    if (schema.has("items")) {
      collectOpen(path + "[]", schema.get("items"), open);
    }
  }
}
