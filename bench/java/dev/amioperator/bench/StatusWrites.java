package dev.amioperator.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/** Writes of the status of AmiCopies, counted in the API server's audit log. */
final class StatusWrites {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> VERBS = Set.of("patch", "update");

  private StatusWrites() {}

  /** Counts the accepted status writes in some namespaces until an instant of real time. */
  static long count(Path auditLog, Set<String> namespaces, Instant until) throws IOException {
    try (Stream<String> lines = Files.lines(auditLog)) {
      return count(lines, namespaces, until);
    }
  }

  static long count(Stream<String> auditEvents, Set<String> namespaces, Instant until) {
    return auditEvents
        .flatMap(StatusWrites::parse)
        .filter(event -> VERBS.contains(event.path("verb").asText()))
        .filter(event -> event.at("/objectRef/resource").asText().equals("amicopies"))
        .filter(event -> event.at("/objectRef/subresource").asText().equals("status"))
        .filter(event -> namespaces.contains(event.at("/objectRef/namespace").asText()))
        .filter(event -> event.at("/responseStatus/code").asInt() < 300)
        .filter(event -> !receivedAt(event).isAfter(until))
        .count();
  }

  private static Instant receivedAt(JsonNode event) {
    return Instant.parse(event.path("requestReceivedTimestamp").asText());
  }

  /** The last line may still be being written. */
  private static Stream<JsonNode> parse(String line) {
    try {
      return Stream.of(JSON.readTree(line));
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
