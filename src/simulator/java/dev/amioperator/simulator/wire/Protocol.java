package dev.amioperator.simulator.wire;

import software.amazon.awssdk.core.SdkPojo;

/** Format of requests, responses and errors of a family of AWS services. */
interface Protocol {

  /**
   * Name of the AWS action in the request.
   *
   * @throws ProtocolError if it names none
   */
  String action(HttpCall call);

  /**
   * Reads an AWS request.
   *
   * @param builder an empty builder of the action's request
   * @return the request
   * @throws ProtocolError if it is malformed
   */
  SdkPojo read(HttpCall call, SdkPojo builder);

  /** Writes the response of an AWS action. */
  Reply.Response write(String action, SdkPojo response, String requestId);

  /** Error that AWS clients of this protocol receive. */
  Failure failure(ProtocolError protocolError);

  /** Writes an AWS error response. */
  Reply.Response error(Failure failure, String requestId);

  /**
   * Error of an AWS service.
   *
   * @param status the HTTP status
   * @param code the error code that clients act on
   * @param message description for the user
   */
  record Failure(int status, String code, String message) {}
}
