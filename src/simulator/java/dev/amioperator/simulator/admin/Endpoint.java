package dev.amioperator.simulator.admin;

import java.util.Map;
import java.util.function.Supplier;

/**
 * One endpoint of the admin API.
 *
 * @param purpose what it is for, in a few words
 * @param example a query or body to show, or empty
 */
record Endpoint(String method, String path, String purpose, String example, Handler handler) {

  /** What an endpoint does; what the sender did wrong is an {@link IllegalArgumentException}. */
  interface Handler {
    AdminResponse handle(Map<String, String> query, String body);
  }

  /** An endpoint that takes neither query nor body. */
  static Endpoint withoutInput(
      String method, String path, String purpose, Supplier<AdminResponse> answer) {
    return new Endpoint(method, path, purpose, "", (_, _) -> answer.get());
  }
}
