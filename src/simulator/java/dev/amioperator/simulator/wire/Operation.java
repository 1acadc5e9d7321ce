package dev.amioperator.simulator.wire;

import java.lang.invoke.MethodHandle;
import software.amazon.awssdk.core.SdkPojo;

/**
 * AWS action, bound to a method of the SDK's client interface.
 *
 * @param action the action's name, such as {@code DescribeImages}
 * @param method the client's method, taking the client and the request
 * @param requestBuilder makes an empty builder of the request
 */
record Operation(String action, MethodHandle method, MethodHandle requestBuilder) {

  SdkPojo newRequest() {
    try {
      return (SdkPojo) requestBuilder.invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("No request builder for " + action, e);
    }
  }

  /**
   * Calls the simulated AWS client.
   *
   * @throws RuntimeException whatever the client throws
   */
  SdkPojo call(Object client, SdkPojo request) {
    try {
      return (SdkPojo) method.invoke(client, request);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(action + " threw a checked exception", e);
    }
  }
}
