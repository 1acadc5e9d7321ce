package dev.amioperator.simulator.wire;

import java.io.Serial;

/** Error in an AWS request that never reaches a simulated service. */
final class ProtocolError extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Reason of an AWS error, with its code in each family of protocols. */
  enum Reason {
    UNSIGNED(403, "MissingAuthenticationToken", "MissingAuthenticationTokenException"),
    BAD_SIGNATURE(400, "IncompleteSignature", "IncompleteSignatureException"),
    BAD_CREDENTIALS(401, "AuthFailure", "UnrecognizedClientException"),
    NO_ACTION(400, "MissingAction", "UnknownOperationException"),
    UNKNOWN_ACTION(400, "InvalidAction", "UnknownOperationException"),
    NOT_MODELLED(400, "UnsupportedOperation", "UnsupportedOperationException"),
    MISSING_PARAMETER(400, "MissingParameter", "SerializationException"),
    NO_SUCH_VERSION(400, "NoSuchVersion", "UnknownOperationException"),
    MALFORMED(400, "InvalidQueryParameter", "SerializationException"),
    INVALID_VALUE(400, "InvalidParameterValue", "SerializationException"),
    UNKNOWN_PARAMETER(400, "UnknownParameter", "SerializationException"),
    TOO_LARGE(413, "RequestEntityTooLarge", "RequestEntityTooLargeException");

    private final int status;
    private final String queryCode;
    private final String jsonCode;

    Reason(int status, String queryCode, String jsonCode) {
      this.status = status;
      this.queryCode = queryCode;
      this.jsonCode = jsonCode;
    }

    /** HTTP status of a Query error; JSON services of AWS mostly use 400. */
    int status() {
      return status;
    }

    String queryCode() {
      return queryCode;
    }

    String jsonCode() {
      return jsonCode;
    }
  }

  private final Reason reason;

  private ProtocolError(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  static ProtocolError unsigned() {
    return new ProtocolError(
        Reason.UNSIGNED,
        "The request is not signed. Sign it with AWS Signature Version 4; any access key does.");
  }

  static ProtocolError badSignature(String what) {
    return new ProtocolError(Reason.BAD_SIGNATURE, what);
  }

  static ProtocolError unknownKey() {
    return new ProtocolError(
        Reason.BAD_CREDENTIALS,
        "AWS was not able to validate the provided access credentials: no session has this key,"
            + " or it has expired");
  }

  static ProtocolError unknownRegion(String region) {
    return new ProtocolError(
        Reason.BAD_CREDENTIALS,
        "Credential should be scoped to a valid region, not '%s'.".formatted(region));
  }

  static ProtocolError unknownService(String service, String known) {
    return new ProtocolError(
        Reason.NOT_MODELLED,
        "The request is signed for the service '%s'. The simulator serves %s."
            .formatted(service, known));
  }

  static ProtocolError missingAction() {
    return new ProtocolError(Reason.NO_ACTION, "The request names no action.");
  }

  static ProtocolError unknownAction(String service, String action) {
    return new ProtocolError(
        Reason.UNKNOWN_ACTION, "The action %s is not valid for %s.".formatted(action, service));
  }

  static ProtocolError notModelled(String service, String action) {
    return new ProtocolError(
        Reason.NOT_MODELLED, "The simulator does not model %s of %s.".formatted(action, service));
  }

  /** EC2's error for a missing parameter. */
  static ProtocolError missingVersion() {
    return new ProtocolError(
        Reason.MISSING_PARAMETER, "The request must contain the parameter Version");
  }

  /** EC2's error for an unknown version, observed: boto/boto3#1138. */
  static ProtocolError noSuchVersion(String version) {
    return new ProtocolError(
        Reason.NO_SUCH_VERSION,
        "The requested version (%s) of service AmazonEC2 does not exist".formatted(version));
  }

  /** Error of the other Query services of AWS, observed; the version may be null. */
  static ProtocolError noSuchVersion(String action, String version) {
    return new ProtocolError(
        Reason.UNKNOWN_ACTION,
        "Could not find operation %s for version %s"
            .formatted(action, version == null ? "NO_VERSION_SPECIFIED" : version));
  }

  static ProtocolError malformed(String what) {
    return new ProtocolError(Reason.MALFORMED, what);
  }

  static ProtocolError invalidValue(String parameter, String value, String expected) {
    return new ProtocolError(
        Reason.INVALID_VALUE,
        "Value (%s) for parameter %s is invalid. %s".formatted(value, parameter, expected));
  }

  static ProtocolError unknownParameter(String parameter) {
    return new ProtocolError(
        Reason.UNKNOWN_PARAMETER, "The parameter %s is not recognized".formatted(parameter));
  }

  static ProtocolError tooLarge(int limitInBytes) {
    return new ProtocolError(
        Reason.TOO_LARGE,
        "The body is larger than the %d bytes that the simulator accepts.".formatted(limitInBytes));
  }
}
