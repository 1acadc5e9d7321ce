package dev.amioperator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiWritesTest {
  private static final Instant UNTIL = Instant.parse("2026-01-01T00:10:00Z");

  private static String event(String verb, String namespace, int code, String received) {
    return event(verb, "amicopies", "\"subresource\": \"status\",", namespace, code, received);
  }

  private static String event(
      String verb,
      String resource,
      String subresource,
      String namespace,
      int code,
      String received) {
    return """
    {"verb": "%s", "objectRef": {"resource": "%s", %s
     "namespace": "%s"}, "responseStatus": {"code": %d}, "requestReceivedTimestamp": "%s"}\
    """
        .formatted(verb, resource, subresource, namespace, code, received);
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

    assertThat(ApiWrites.count(log, ApiWrites.Of.status("amicopies"), Set.of("a", "b"), UNTIL))
        .isEqualTo(2);
  }

  @Test
  void tellsFinalizersStatusAndEventsApart() {
    String early = "2026-01-01T00:09:59.123456Z";
    List<String> log =
        List.of(
            event("patch", "amiimages", "", "a", 200, early),
            event("update", "amiimages", "\"subresource\": \"status\",", "a", 200, early),
            event("create", "amiimages", "", "a", 201, early),
            event("create", "events", "", "a", 201, early),
            event("patch", "events", "", "a", 200, early));

    assertThat(count(log, ApiWrites.Of.objects("amiimages"))).isEqualTo(1);
    assertThat(count(log, ApiWrites.Of.status("amiimages"))).isEqualTo(1);
    assertThat(count(log, ApiWrites.Of.events())).isEqualTo(2);
  }

  private static long count(List<String> log, ApiWrites.Of kind) {
    return ApiWrites.count(log.stream(), kind, Set.of("a"), UNTIL);
  }
}
