package dev.amioperator.simulator.wire;

import java.nio.charset.StandardCharsets;

/** What the front does with a call: answer it, or let the connection break. */
public sealed interface Reply {

  /**
   * An HTTP answer.
   *
   * @param status the HTTP status
   * @param contentType the body's media type
   * @param requestId the id under which the journal knows the call
   * @param body the body
   */
  record Response(int status, String contentType, String requestId, String body) implements Reply {

    byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** The connection is closed without an answer, as when a network fails after the effect. */
  record ConnectionClosed() implements Reply {}
}
