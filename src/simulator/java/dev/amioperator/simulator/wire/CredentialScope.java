package dev.amioperator.simulator.wire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Credential scope of an AWS request: access key, region and service.
 *
 * <p>The scope is part of Signature Version 4. The signature itself is not verified, as the
 * simulator has no secret keys.
 *
 * @param accessKeyId the signer's access key
 * @param region the region the request is signed for
 * @param service the service's signing name, such as {@code ec2}
 */
record CredentialScope(String accessKeyId, String region, String service) {

  private static final Pattern CREDENTIAL =
      Pattern.compile("([^/\\s]{1,128})/\\d{8}/([a-z0-9-]{1,64})/([a-z0-9-]{1,64})/aws4_request");
  private static final Pattern IN_HEADER =
      Pattern.compile("AWS4-HMAC-SHA256\\s.*?Credential=([^,\\s]+).*", Pattern.DOTALL);
  private static final Pattern IN_QUERY = Pattern.compile("(?:^|&)X-Amz-Credential=([^&]+)");

  /**
   * Reads the scope of an AWS request from its {@code Authorization} header or query string.
   *
   * @throws ProtocolError if the request is not signed with Signature Version 4
   */
  static CredentialScope of(HttpCall call) {
    return parse(credential(call).orElseThrow(ProtocolError::unsigned));
  }

  private static Optional<String> credential(HttpCall call) {
    Optional<String> header = call.header("authorization");
    if (header.isPresent()) {
      Matcher matcher = IN_HEADER.matcher(header.get());
      if (!matcher.matches()) {
        throw ProtocolError.badSignature(
            "The Authorization header must be 'AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…,"
                + " Signature=…'.");
      }
      return Optional.of(matcher.group(1));
    }
    Matcher matcher = IN_QUERY.matcher(call.query());
    return matcher.find() ? Optional.of(FormParameters.decode(matcher.group(1))) : Optional.empty();
  }

  private static CredentialScope parse(String credential) {
    Matcher matcher = CREDENTIAL.matcher(credential);
    if (!matcher.matches()) {
      throw ProtocolError.badSignature(
          "The credential must be 'access-key-id/YYYYMMDD/region/service/aws4_request'.");
    }
    return new CredentialScope(matcher.group(1), matcher.group(2), matcher.group(3));
  }
}
