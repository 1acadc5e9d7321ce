package dev.amioperator.simulator.admin;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Endpoint of the admin API.
 *
 * @param purpose a short description
 * @param example a query or body to show, or empty
 */
record Endpoint(String method, String path, String purpose, String example, Handler handler) {

  /** Handler of admin API requests; invalid input is an {@link IllegalArgumentException}. */
  interface Handler {
    AdminResponse handle(Map<String, String> query, String body);
  }

  /** Admin API endpoint without query or body. */
  static Endpoint withoutInput(
      String method, String path, String purpose, Supplier<AdminResponse> answer) {
    return new Endpoint(method, path, purpose, "", (_, _) -> answer.get());
  }
}
