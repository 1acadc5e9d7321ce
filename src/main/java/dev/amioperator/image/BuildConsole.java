package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource;
import java.util.List;
import java.util.Objects;

/** Reads the console output of a build instance. Pure. */
final class BuildConsole {
  private static final int TAIL_LINES = 15;
  private static final int MAX_LINE_LENGTH = 200;

  private BuildConsole() {}

  /** Text at the end of a console line by which a build instance reports success. */
  static String successMarker(BuildSource source) {
    return Objects.requireNonNullElse(source.successMarker(), BuildSource.MARKER);
  }

  /** Whether a console line ends with {@code text}; cloud-init prefixes lines with a time. */
  static boolean hasLineEndingWith(String console, String text) {
    return console.lines().anyMatch(line -> line.stripTrailing().endsWith(text));
  }

  /** The last console lines as part of a message, without control characters. */
  static String tail(String console) {
    List<String> lines =
        console
            .lines()
            .map(line -> line.replaceAll("\\p{Cntrl}\\[[0-9;]*m", ""))
            .map(line -> line.replaceAll("\\p{Cntrl}", "").strip())
            .filter(line -> !line.isEmpty())
            .map(line -> line.substring(0, Math.min(line.length(), MAX_LINE_LENGTH)))
            .toList();
    return lines.isEmpty()
        ? " Its console is empty."
        : " Its console ends:\n"
            + String.join(
                "\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}
