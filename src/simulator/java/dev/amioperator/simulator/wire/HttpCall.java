package dev.amioperator.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, fully read.
 *
 * @param method the HTTP method
 * @param path the path as it was sent, still encoded, never empty
 * @param query the raw query string, empty if there is none
 * @param headers the headers, their names in lower case
 * @param body the body, empty if there is none
 */
public record HttpCall(
    String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

  Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }

  String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
