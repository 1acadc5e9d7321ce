package dev.amioperator.simulator.wire;

import software.amazon.awssdk.core.SdkPojo;

/**
 * JSON 1.1 protocol of AWS: the action in a header, bodies in JSON.
 *
 * @param targetPrefix prefix of the action in the header {@code X-Amz-Target}
 */
record JsonProtocol(String targetPrefix) implements JsonBodyProtocol {

  static final JsonProtocol SSM = new JsonProtocol("AmazonSSM");
  static final JsonProtocol KMS = new JsonProtocol("TrentService");
  static final String TARGET = "x-amz-target";

  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

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
    return JsonReader.read(JsonBodyProtocol.parse(call), builder);
  }

  @Override
  public Reply.Response write(String action, SdkPojo response, String requestId) {
    return new Reply.Response(200, CONTENT_TYPE, requestId, JsonWriter.write(response).toString());
  }

  @Override
  public String contentType() {
    return CONTENT_TYPE;
  }
}
