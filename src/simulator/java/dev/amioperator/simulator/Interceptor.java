package dev.amioperator.simulator;

/**
 * Hook around every AWS call, on the thread of the call. A test can end the calling process there,
 * or throw {@link ConnectionLostException} to break the connection.
 */
public interface Interceptor {

  /**
   * AWS call in progress.
   *
   * @param service the service, such as {@code ec2}
   * @param action the action, such as {@code CopyImage}
   */
  record InterceptedCall(Caller caller, String region, String service, String action) {}

  /** Runs before the AWS call has met a fault; an exception prevents any effect. */
  default void before(InterceptedCall call) {}

  /** Runs between the effect of an accepted AWS call and its response. */
  default void after(InterceptedCall call) {}
}
