package dev.amioperator.image;

import java.util.List;

/** Reads what a builder wrote to its console. */
final class BuildConsole {
  private static final int TAIL_LINES = 15;
  private static final int MAX_LINE_LENGTH = 200;

  private BuildConsole() {}

  /** Whether some line ends with these words; what cloud-init puts before them does not matter. */
  static boolean hasLineEndingWith(String console, String words) {
    return console.lines().anyMatch(line -> line.stripTrailing().endsWith(words));
  }

  /** The last lines, for a message; nothing while there are none. */
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
