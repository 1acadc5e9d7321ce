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
    String page = Files.readString(Path.of("docs/reference/retention.md"));
    List<String> listed =
        Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE)
            .matcher(page)
            .results()
            .map(row -> row.group(1))
            .toList();

    assertThat(listed)
        .containsExactlyElementsOf(
            Arrays.stream(RetentionReason.values()).map(RetentionReason::name).toList());
  }
}
