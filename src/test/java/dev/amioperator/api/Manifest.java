package dev.amioperator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Kubernetes manifest of {@code src/test/resources/manifests}. Its name begins with the expected
 * result: {@code valid-}, {@code invalid-}, or {@code nasty-} (valid, and as awkward as the schema
 * allows). Comments at its head add {@code # expect:} the words of the rejection, and {@code #
 * update-of:} the manifest that is applied before.
 */
record Manifest(String name, List<String> lines) {
  private static final Path DIRECTORY = Path.of("src", "test", "resources", "manifests");
  private static final ObjectMapper YAML = new YAMLMapper();

  static List<Manifest> all(String beginning) {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(beginning))
          .sorted()
          .map(Manifest::named)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Manifest named(String name) {
    try {
      return new Manifest(name, Files.readAllLines(DIRECTORY.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Words required in the API server's rejection. */
  String expected() {
    return comment("expect").orElseThrow(() -> new AssertionError(name + " expects nothing"));
  }

  /** The manifest that this manifest updates. */
  Optional<Manifest> previous() {
    return comment("update-of").map(Manifest::named);
  }

  /** The object, with nulls and unknown fields as they were written. */
  ObjectNode object() {
    try {
      JsonNode object = YAML.readTree(String.join("\n", lines));
      return (ObjectNode) object;
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private Optional<String> comment(String key) {
    String start = "# " + key + ": ";
    return lines.stream()
        .takeWhile(line -> line.startsWith("#"))
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst();
  }

  @Override
  public String toString() {
    return name;
  }
}
