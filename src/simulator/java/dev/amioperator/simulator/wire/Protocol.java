package dev.amioperator.simulator.wire;

import software.amazon.awssdk.core.SdkPojo;

/** How a family of services spells its requests, answers and errors. */
interface Protocol {

  /**
   * The name of the action that the request is for.
   *
   * @throws ProtocolError if it names none
   */
  String action(HttpCall call);

  /**
   * Reads the request.
   *
   * @param builder an empty builder of the action's request
   * @return the request
   * @throws ProtocolError if it is malformed
   */
  SdkPojo read(HttpCall call, SdkPojo builder);

  /** Writes the action's answer. */
  Reply.Response write(String action, SdkPojo response, String requestId);

  /** What a refusal of the front looks like to clients of this protocol. */
  Failure failure(ProtocolError protocolError);

  /** Writes an error. */
  Reply.Response error(Failure failure, String requestId);

  /**
   * An error as a service answers it.
   *
   * @param status the HTTP status
   * @param code the error code that clients act on
   * @param message what went wrong, for people
   */
  record Failure(int status, String code, String message) {}
}
