package dev.amioperator.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP request of an AWS call, completely read.
 *
 * @param method the HTTP method
 * @param path the raw path, never empty
 * @param query the raw query string, possibly empty
 * @param headers the headers, their names in lower case
 * @param body the body, possibly empty
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
