package dev.amioperator.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.iam.AuthorizedAction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which permissions of {@code config/iam} the tests have used, and which calls were denied. */
public final class PermissionUse {
  /** Below {@code target}: Quarkus loads this class again for each profile. */
  private static final Path FILE = Path.of("target", "permission-use.tsv");

  private static final Set<Use> WRITTEN = ConcurrentHashMap.newKeySet();
  private static final String DENIED = "-";

  private final Journal journal;
  private long recorded;

  /** Use of the permissions in the calls of a journal. */
  public PermissionUse(Journal journal) {
    this.journal = journal;
  }

  /**
   * An action that a statement allowed to a principal with policies, or that was denied to it.
   *
   * @param statement its Sid; {@code -} if the action was denied
   */
  public record Use(String statement, String action, String resourceType, String principal) {
    /** Whether the action was denied. */
    public boolean denied() {
      return statement.equals(DENIED);
    }
  }

  /**
   * Records the calls since the last time, but for denials that a test set up; the journal keeps
   * the newest 50,000.
   */
  public synchronized void record() {
    for (Journal.Entry entry : journal.entriesAfter(recorded)) {
      recorded = entry.sequence();
      String principal = entry.caller().principalArn().replaceFirst("arn:[^:]+:[^:]+::", "");
      entry.authorized().stream()
          .filter(action -> action.policy() != null)
          .forEach(action -> write(use(action.statement(), action, principal)));
      if (entry.denied() != null && entry.denied().policy() == null && isOperator(principal)) {
        write(use(DENIED, entry.denied(), principal));
      }
    }
  }

  /** Whether there are so many new calls that the journal may soon forget some. */
  public synchronized boolean due() {
    return journal.lastSequence() - recorded > 10_000;
  }

  private static boolean isOperator(String principal) {
    return !principal.endsWith(":user/admin");
  }

  private static Use use(String statement, AuthorizedAction action, String principal) {
    String resource = action.resource().replaceFirst("^arn:([^:]*:){4}", "");
    return new Use(statement, action.action(), resource.replaceFirst("/.*", ""), principal);
  }

  private static void write(Use use) {
    if (!WRITTEN.add(use)) {
      return;
    }
    String line =
        String.join("\t", use.statement(), use.action(), use.resourceType(), use.principal())
            + "\n";
    try {
      Files.writeString(FILE, line, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the tests of this build have recorded so far. */
  public static List<Use> all() throws IOException {
    if (!Files.exists(FILE)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(FILE)) {
      return lines
          .map(line -> line.split("\t", 4))
          .map(part -> new Use(part[0], part[1], part[2], part[3]))
          .distinct()
          .toList();
    }
  }
}
