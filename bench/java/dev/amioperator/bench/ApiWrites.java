package dev.amioperator.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/** Writes of objects, counted in the API server's audit log. */
final class ApiWrites {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ApiWrites() {}

  /**
   * A kind of writes.
   *
   * @param subresource empty for writes of the object itself
   * @param verbs the verbs that count
   */
  record Of(String resource, String subresource, Set<String> verbs) {
    private static final Set<String> CHANGES = Set.of("patch", "update");

    /** Writes of the status of the objects of a resource. */
    static Of status(String resource) {
      return new Of(resource, "status", CHANGES);
    }

    /** Changes of the objects themselves, such as their finalizers. */
    static Of objects(String resource) {
      return new Of(resource, "", CHANGES);
    }

    /** Events that are created, and their repetitions. */
    static Of events() {
      return new Of("events", "", Set.of("create", "patch", "update"));
    }

    private boolean matches(JsonNode event) {
      return verbs.contains(event.path("verb").asText())
          && event.at("/objectRef/resource").asText().equals(resource)
          && event.at("/objectRef/subresource").asText().equals(subresource);
    }
  }

  /** Counts the accepted writes in some namespaces until an instant of real time. */
  static long count(Path auditLog, Of kind, Set<String> namespaces, Instant until)
      throws IOException {
    try (Stream<String> lines = Files.lines(auditLog)) {
      return count(lines, kind, namespaces, until);
    }
  }

  static long count(Stream<String> auditEvents, Of kind, Set<String> namespaces, Instant until) {
    return auditEvents
        .flatMap(ApiWrites::parse)
        .filter(kind::matches)
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
