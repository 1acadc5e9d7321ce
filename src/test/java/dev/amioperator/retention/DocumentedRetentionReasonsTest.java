package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentedRetentionReasonsTest {
  @Test
  void documentsReasonsInOrderOfEvaluation() throws IOException {
    assertThat(listedIn("retention.md"))
        .containsExactlyElementsOf(
            Arrays.stream(RetentionReason.values()).map(RetentionReason::name).toList());
  }

  @Test
  void documentsReasonsAboutObjects() throws IOException {
    assertThat(listedIn("retention-resources.md"))
        .containsExactlyElementsOf(
            Arrays.stream(ObjectReason.values()).map(ObjectReason::name).toList());
  }

  private static List<String> listedIn(String page) throws IOException {
    return Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE)
        .matcher(Files.readString(Path.of("docs/reference", page)))
        .results()
        .map(row -> row.group(1))
        .toList();
  }
}
