package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of {@code docs/reference/fields} describe the CRDs in {@code crds/}. */
class FieldReferenceIT {
  private static final Path PAGES = Path.of("docs", "reference", "fields");

  @Test
  void isUpToDate(@TempDir Path generated) {
    ProgramResult.runScript(
        Duration.ofMinutes(1),
        List.of(
            System.getenv("PYTHON"),
            Path.of("hack", "field-reference").toString(),
            generated.toString()));

    assertThat(pages(PAGES))
        .as("run `make field-reference` and commit what it changes")
        .isEqualTo(pages(generated));
  }

  @Test
  void hasPageForEachKind() {
    assertThat(pages(PAGES)).hasSize(files(Path.of("crds")).size());
  }

  private static Map<String, String> pages(Path directory) {
    Map<String, String> pages = new TreeMap<>();
    for (Path file : files(directory)) {
      try {
        pages.put(file.getFileName().toString(), Files.readString(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return pages;
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().matches(".*[.](yaml|md)")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
