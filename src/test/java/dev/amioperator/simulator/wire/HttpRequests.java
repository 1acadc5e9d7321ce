package dev.amioperator.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** HTTP calls as tests need them. */
final class HttpRequests {
  static final String EC2_VERSION = "&Version=2016-11-15";

  private HttpRequests() {}

  static HttpCall unsigned(String body) {
    return new HttpCall("POST", "/", "", Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** A request of EC2: the form, and the version that it has to name. */
  static HttpCall ec2(String form) {
    return signed("ec2", form + EC2_VERSION);
  }

  static HttpCall signed(String service, String body) {
    return withAuthorization(authorization("key", service), body);
  }

  static HttpCall withAuthorization(String authorization, String body) {
    return new HttpCall(
        "POST",
        "/",
        "",
        Map.of("authorization", List.of(authorization)),
        body.getBytes(StandardCharsets.UTF_8));
  }

  static String authorization(String accessKeyId, String service) {
    return "AWS4-HMAC-SHA256 Credential=%s/20260101/eu-west-1/%s/aws4_request, "
            .formatted(accessKeyId, service)
        + "SignedHeaders=host;x-amz-date, Signature=00";
  }
}
