package dev.amioperator.simulator;

import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Broken connection to AWS. In process it is the SDK's own exception; the wire server cuts the
 * connection. The call may have had its effect or not.
 */
public final class ConnectionLostException extends SdkClientException {
  /** Creates the exception for an AWS call. */
  public ConnectionLostException(String message) {
    super(SdkClientException.builder().message(message));
  }
}
