package dev.amioperator.simulator.admin;

import java.util.Map;

/**
 * Response of the admin API.
 *
 * @param status the HTTP status
 * @param contentType the body's media type
 * @param body the body
 */
record AdminResponse(int status, String contentType, String body) {

  static AdminResponse json(Object value) {
    return new AdminResponse(200, "application/json", Json.write(value) + "\n");
  }

  static AdminResponse jsonLines(Iterable<?> values) {
    StringBuilder lines = new StringBuilder();
    values.forEach(value -> lines.append(Json.write(value)).append('\n'));
    return new AdminResponse(200, "application/x-ndjson", lines.toString());
  }

  static AdminResponse text(String text) {
    return new AdminResponse(200, "text/plain;charset=UTF-8", text);
  }

  static AdminResponse error(int status, String message) {
    return new AdminResponse(
        status, "application/json", Json.write(Map.of("error", message)) + "\n");
  }
}
