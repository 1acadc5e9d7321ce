package dev.amioperator.simulator;

/**
 * Stands between callers and cloud, on the thread of the call: for tests that have something happen
 * at one exact call, such as the end of the process that made it. A {@link ConnectionLostException}
 * that it throws breaks the connection.
 */
public interface Interceptor {

  /**
   * A call on its way.
   *
   * @param service the service in lower case, such as {@code ec2}
   * @param action the action, such as {@code CopyImage}
   */
  record InterceptedCall(Caller caller, String region, String service, String action) {}

  /** The call has come in, and no fault has met it yet. Throwing keeps it from any effect. */
  default void before(InterceptedCall call) {}

  /** The call has had its effect, and its answer is not sent yet. Refused calls don't get here. */
  default void after(InterceptedCall call) {}
}
