package dev.amioperator.simulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The JSON 1.1 protocol: the action in a header, JSON in and out.
 *
 * @param targetPrefix what stands before the action in the header {@code X-Amz-Target}
 */
record JsonProtocol(String targetPrefix) implements Protocol {

  static final JsonProtocol SSM = new JsonProtocol("AmazonSSM");
  static final JsonProtocol KMS = new JsonProtocol("TrentService");
  static final String TARGET = "x-amz-target";

  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String action(HttpCall call) {
    String target = call.header(TARGET).orElseThrow(ProtocolError::missingAction);
    if (!target.startsWith(targetPrefix + ".")) {
      throw ProtocolError.unknownAction(targetPrefix, target);
    }
    return target.substring(targetPrefix.length() + 1);
  }

  @Override
  public SdkPojo read(HttpCall call, SdkPojo builder) {
    try {
      JsonNode body =
          call.body().length == 0
              ? JsonNodeFactory.instance.objectNode()
              : JSON.readTree(call.bodyText());
      return JsonReader.read(body, builder);
    } catch (JsonProcessingException e) {
      throw ProtocolError.malformed("The body is not JSON: " + e.getOriginalMessage());
    }
  }

  @Override
  public Reply.Response write(String action, SdkPojo response, String requestId) {
    return response(200, JsonWriter.write(response), requestId);
  }

  @Override
  public Failure failure(ProtocolError protocolError) {
    return new Failure(400, protocolError.reason().jsonCode(), protocolError.getMessage());
  }

  @Override
  public Reply.Response error(Failure failure, String requestId) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("__type", failure.code());
    error.put("message", failure.message());
    return response(failure.status(), error, requestId);
  }

  private static Reply.Response response(int status, ObjectNode body, String requestId) {
    return new Reply.Response(status, CONTENT_TYPE, requestId, body.toString());
  }
}
