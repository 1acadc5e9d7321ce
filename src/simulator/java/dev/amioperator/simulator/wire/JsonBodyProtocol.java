package dev.amioperator.simulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** AWS protocol with JSON bodies in requests, responses and errors. */
interface JsonBodyProtocol extends Protocol {
  ObjectMapper JSON = new ObjectMapper();

  /** Content type of AWS responses. */
  String contentType();

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

  @Override
  default Failure failure(ProtocolError protocolError) {
    return new Failure(400, protocolError.reason().jsonCode(), protocolError.getMessage());
  }

  @Override
  default Reply.Response error(Failure failure, String requestId) {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("__type", failure.code())
            .put("message", failure.message())
            .toString();
    return new Reply.Response(failure.status(), contentType(), requestId, body);
  }
}
