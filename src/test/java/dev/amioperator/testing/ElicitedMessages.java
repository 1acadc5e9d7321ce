package dev.amioperator.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.amioperator.reconcile.ReadyState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.StackWalker.StackFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Blocked and Stalled ready states that the operator created in the tests of a build. */
public final class ElicitedMessages {
  /** Below {@code target}: Quarkus loads this class again for each profile. */
  private static final Path FILE = Path.of("target", "elicited-messages.tsv");

  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final String OPERATOR = "dev.amioperator.";
  private static final String PROPERTIES = "net.jqwik.";

  /** Enough to get from a constructor to the method that chose the message. */
  private static final int MAX_PLACES = 12;

  /** Many tests elicit messages that differ in their ids only. */
  private static final int MAX_TEXTS = 500;

  private static final Map<Set<String>, Set<Message>> WRITTEN = new ConcurrentHashMap<>();
  private static final Map<String, Boolean> IN_OPERATOR = new ConcurrentHashMap<>();

  private ElicitedMessages() {}

  /**
   * A message in the condition of an object.
   *
   * @param state the simple name of the ready state
   * @param places the file and method of each of the operator's stack frames, innermost first
   */
  public record Message(String state, String reason, Set<String> places, String text) {}

  /** Keeps the message of a state that the operator created; a line break becomes a blank. */
  public static void add(ReadyState readyState) {
    Set<String> places = StackWalker.getInstance().walk(ElicitedMessages::places);
    if (places.isEmpty()) {
      return;
    }
    Set<Message> written = WRITTEN.computeIfAbsent(places, p -> ConcurrentHashMap.newKeySet());
    Message message =
        new Message(
            readyState.getClass().getSimpleName(),
            readyState.reason().name(),
            places,
            readyState.message().replaceAll("\\s+", " "));
    if (written.size() < MAX_TEXTS && written.add(message)) {
      write(message);
    }
  }

  /**
   * The operator's frames; none if a test called the constructor, or if it is a property: what its
   * random values elicit differs from run to run.
   */
  private static Set<String> places(Stream<StackFrame> stack) {
    List<StackFrame> frames = stack.toList();
    if (frames.stream().anyMatch(frame -> frame.getClassName().startsWith(PROPERTIES))) {
      return Set.of();
    }
    return frames.stream()
        .filter(frame -> frame.getClassName().startsWith(OPERATOR))
        .filter(frame -> frame.getFileName() != null)
        .dropWhile(frame -> frame.getClassName().equals(ElicitedMessages.class.getName()))
        .skip(1) // the constructor
        .takeWhile(ElicitedMessages::inOperator)
        .limit(MAX_PLACES)
        .map(ElicitedMessages::place)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean inOperator(StackFrame frame) {
    String name = frame.getClassName();
    String file = name.substring(0, name.lastIndexOf('.') + 1).replace('.', '/');
    return IN_OPERATOR.computeIfAbsent(
        file + frame.getFileName(), path -> Files.exists(SOURCES.resolve(path)));
  }

  /** As in {@code AccountAccess.accessFor}, also for a lambda in it. */
  private static String place(StackFrame frame) {
    String method = frame.getMethodName();
    return frame.getFileName().replace("java", "")
        + (method.startsWith("lambda$") ? method.split("\\$")[1] : method);
  }

  private static void write(Message message) {
    String places = String.join(" ", message.places());
    String line = String.join("\t", message.state(), message.reason(), places, message.text());
    try {
      Files.writeString(
          FILE, line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The messages of this build so far; none if it ran no such test. */
  public static List<Message> all() throws IOException {
    if (!Files.exists(FILE)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(FILE)) {
      return lines
          .map(line -> line.split("\t", 4))
          .map(part -> new Message(part[0], part[1], Set.of(part[2].split(" ")), part[3]))
          .distinct()
          .toList();
    }
  }
}
