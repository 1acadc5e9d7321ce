package dev.amioperator.simulator.admin;

import java.util.Map;

/**
 * What the admin API answers.
 *
 * @param status the HTTP status
 * @param contentType the body's media type
 * @param body the body
 */
record AdminAnswer(int status, String contentType, String body) {

  static AdminAnswer json(Object value) {
    return new AdminAnswer(200, "application/json", Json.write(value) + "\n");
  }

  static AdminAnswer jsonLines(Iterable<?> values) {
    StringBuilder lines = new StringBuilder();
    values.forEach(value -> lines.append(Json.write(value)).append('\n'));
    return new AdminAnswer(200, "application/x-ndjson", lines.toString());
  }

  static AdminAnswer text(String text) {
    return new AdminAnswer(200, "text/plain;charset=UTF-8", text);
  }

  static AdminAnswer error(int status, String message) {
    return new AdminAnswer(status, "application/json", Json.write(Map.of("error", message)) + "\n");
  }
}
