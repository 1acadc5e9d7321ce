package dev.amioperator.simulator;

import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * No answer comes back: the SDK's own exception in process; the wire front cuts the connection.
 * Whether the call had its effect is for the caller to find out.
 */
public final class ConnectionLostException extends SdkClientException {
  public ConnectionLostException(String message) {
    super(SdkClientException.builder().message(message));
  }
}
