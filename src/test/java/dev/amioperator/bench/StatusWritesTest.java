package dev.amioperator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusWritesTest {
  private static final Instant UNTIL = Instant.parse("2026-01-01T00:10:00Z");

  private static String event(String verb, String namespace, int code, String received) {
    return """
    {"verb": "%s", "objectRef": {"resource": "amicopies", "subresource": "status",
     "namespace": "%s"}, "responseStatus": {"code": %d}, "requestReceivedTimestamp": "%s"}\
    """
        .formatted(verb, namespace, code, received);
  }

  @Test
  void countsAcceptedWritesOfNamespaces() {
    String early = "2026-01-01T00:09:59.123456Z";
    Stream<String> log =
        Stream.of(
            event("patch", "a", 200, early),
            event("update", "b", 200, early),
            event("get", "a", 200, early),
            event("patch", "other", 200, early),
            event("patch", "a", 409, early),
            event("patch", "a", 200, "2026-01-01T00:10:01.000000Z"),
            "{\"verb\": \"pat");

    assertThat(StatusWrites.count(log, Set.of("a", "b"), UNTIL)).isEqualTo(2);
  }
}
