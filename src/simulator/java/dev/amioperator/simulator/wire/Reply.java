package dev.amioperator.simulator.wire;

import java.nio.charset.StandardCharsets;

/** Reply to an AWS call: a response or a broken connection. */
public sealed interface Reply {

  /**
   * HTTP response of AWS.
   *
   * @param status the HTTP status
   * @param contentType the body's media type
   * @param requestId the request id of the call in the journal
   * @param body the body
   */
  record Response(int status, String contentType, String requestId, String body) implements Reply {

    byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Connection to AWS that is closed without a response. */
  record ConnectionClosed() implements Reply {}
}
