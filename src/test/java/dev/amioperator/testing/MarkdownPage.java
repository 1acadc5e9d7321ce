package dev.amioperator.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown page of the project: its links, and the anchors that GitHub gives its headings.
 *
 * @param path where it is, relative to the project
 * @param text its content, without code
 */
public record MarkdownPage(Path path, String text) {
  private static final Pattern FENCED_CODE =
      Pattern.compile("(?ms)^[ >]*(```|~~~).*?^[ >]*\\1[ ]*$");
  private static final Pattern INLINE_CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
  private static final Pattern LINK_IN_HEADING = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(\\s*<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)");
  private static final Set<String> NOT_OURS = Set.of(".git", ".run", "target", "node_modules");

  /** Every page of the project, in the order of their paths. */
  public static List<MarkdownPage> all() {
    try (Stream<Path> files = Files.walk(Path.of(""))) {
      return files
          .filter(file -> file.toString().endsWith(".md") && isOurs(file))
          .sorted()
          .map(MarkdownPage::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a page. */
  public static MarkdownPage read(Path path) {
    try {
      return new MarkdownPage(path, FENCED_CODE.matcher(Files.readString(path)).replaceAll(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The targets of its links and pictures, as written. */
  public List<String> links() {
    return LINK.matcher(INLINE_CODE.matcher(text).replaceAll("`code`"))
        .results()
        .map(link -> link.group(1))
        .toList();
  }

  /** The anchors of its headings; of equal headings the later ones are numbered. */
  public Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> counts = new HashMap<>();
    for (MatchResult heading : HEADING.matcher(text).results().toList()) {
      String anchor = anchorOf(heading.group(1));
      int earlier = counts.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(earlier == 0 ? anchor : anchor + "-" + earlier);
    }
    return anchors;
  }

  private static String anchorOf(String heading) {
    return LINK_IN_HEADING
        .matcher(heading)
        .replaceAll("$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  private static boolean isOurs(Path file) {
    for (Path part : file) {
      if (NOT_OURS.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }
}
