package dev.amioperator.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The ready states that the tests on a mock server have elicited from the reconcilers. */
public final class ElicitedMessages {
  /** Below {@code target}: Quarkus loads this class again for each profile. */
  private static final Path FILE = Path.of("target", "elicited-messages.tsv");

  private static final Set<Message> WRITTEN = ConcurrentHashMap.newKeySet();

  private ElicitedMessages() {}

  /**
   * A message in the condition of an object.
   *
   * @param state the simple name of the ready state
   */
  public record Message(String state, String reason, String text) {}

  /** Keeps a message; a line break in it becomes a blank. */
  public static void add(String state, String reason, String text) {
    Message message = new Message(state, reason, text.replaceAll("\\s+", " "));
    if (!WRITTEN.add(message)) {
      return;
    }
    String line = String.join("\t", message.state(), message.reason(), message.text()) + "\n";
    try {
      Files.writeString(FILE, line, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
          .map(line -> line.split("\t", 3))
          .map(part -> new Message(part[0], part[1], part[2]))
          .distinct()
          .toList();
    }
  }
}
