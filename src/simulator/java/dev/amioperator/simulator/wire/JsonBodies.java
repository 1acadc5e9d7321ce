package dev.amioperator.simulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.amioperator.simulator.wire.Protocol.Failure;

/** JSON bodies of AWS requests and error responses, for both JSON protocols. */
final class JsonBodies {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonBodies() {}

  /**
   * Parses the body of an AWS request; no body is an empty object.
   *
   * @throws ProtocolError if the body is not JSON
   */
  static JsonNode parse(HttpCall call) {
    try {
      return call.body().length == 0
          ? JsonNodeFactory.instance.objectNode()
          : JSON.readTree(call.bodyText());
    } catch (JsonProcessingException e) {
      throw ProtocolError.malformed("The body is not JSON: " + e.getOriginalMessage());
    }
  }

  /** Error that AWS answers to a malformed request. */
  static Failure failure(ProtocolError protocolError) {
    return new Failure(400, protocolError.reason().jsonCode(), protocolError.getMessage());
  }

  /** Response to an AWS request that failed. */
  static Reply.Response error(Failure failure, String contentType, String requestId) {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("__type", failure.code())
            .put("message", failure.message())
            .toString();
    return new Reply.Response(failure.status(), contentType, requestId, body);
  }
}
