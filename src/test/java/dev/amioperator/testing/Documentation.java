package dev.amioperator.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the pages of {@code docs/} speak of. */
public final class Documentation {
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  private Documentation() {}

  /** The words in the first column of a page's tables, where they are written as code. */
  public static List<String> explained(String page) {
    try {
      String text = Files.readString(Path.of("docs", page));
      return FIRST_CELL.matcher(text).results().map(cell -> cell.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
