package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The workflows: their syntax and scripts, their permissions, and the actions that they run. */
class WorkflowsIT {
  private static final Path WORKFLOWS = Path.of(".github", "workflows");
  private static final Duration BUILD = Duration.ofMinutes(10);
  private static final Duration COMMAND = Duration.ofMinutes(1);

  /**
   * A tag can be moved to another commit; the comment is what Dependabot updates with the commit.
   */
  private static final Pattern PINNED =
      Pattern.compile("- uses: ([\\w/-]+)@([0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+)");

  @Test
  void passActionlint() {
    String tools =
        ProgramResult.runScript(
            BUILD, List.of(Path.of("hack", "workflow-tools", "build").toString()));

    ProgramResult lint =
        ProgramResult.run(
            COMMAND,
            List.of(
                Path.of(tools, "actionlint").toString(),
                "-no-color",
                "-shellcheck",
                PythonPrograms.path("shellcheck")));

    assertThat(lint.status()).as(lint.output()).isZero();
  }

  /** Permissions that are too wide, expressions in scripts, caches that a release reads. */
  @Test
  void passZizmor() {
    ProgramResult audit =
        PythonPrograms.run("zizmor", "--offline", "--no-progress", "--color=never", ".github");

    assertThat(audit.status()).as(audit.output()).isZero();
  }

  @Test
  void pinActionsByCommit() throws IOException {
    List<String> unpinned = new ArrayList<>();
    Map<String, Set<String>> pins = new TreeMap<>();
    for (String line : lines()) {
      if (line.contains("uses: ")) {
        var pin = PINNED.matcher(line.replaceFirst("^ +uses", "- uses").strip());
        if (pin.matches()) {
          pins.computeIfAbsent(pin.group(1), action -> new TreeSet<>()).add(pin.group(2));
        } else {
          unpinned.add(line.strip());
        }
      }
    }

    assertThat(unpinned).isEmpty();
    assertThat(pins).hasSizeGreaterThan(8).allSatisfy((action, pin) -> assertThat(pin).hasSize(1));
  }

  @Test
  void limitTheTimeOfEveryJob() throws IOException {
    List<String> lines = lines();

    assertThat(lines.stream().filter(line -> line.startsWith("    timeout-minutes: ")))
        .hasSameSizeAs(lines.stream().filter(line -> line.startsWith("    runs-on: ")).toList())
        .hasSizeGreaterThan(6);
  }

  private static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(WORKFLOWS)) {
      for (Path file : files.sorted().toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }
}
