package dev.amioperator.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Terms of Kubernetes and EC2 documented in {@code docs/}. */
public final class Documentation {
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  private Documentation() {}

  /** Tags, reasons and other terms in the first column of a page's tables. */
  public static List<String> documentedTerms(String page) {
    try {
      String text = Files.readString(Path.of("docs", page));
      return FIRST_CELL.matcher(text).results().map(cell -> cell.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
