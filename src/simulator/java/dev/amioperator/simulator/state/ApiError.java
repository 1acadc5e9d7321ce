package dev.amioperator.simulator.state;

/**
 * Error of an AWS API. It becomes an exception of the SDK in process, and an error document on the
 * wire.
 */
public final class ApiError extends RuntimeException {
  private final String code;
  private final int status;

  /** Creates an AWS error with its code, message and HTTP status. */
  public ApiError(String code, String message, int status) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
  }

  /** AWS error with status 400, as EC2 uses for almost every error. */
  public ApiError(String code, String message) {
    this(code, message, 400);
  }

  /** AWS error code, such as {@code InvalidAMIID.NotFound}. */
  public String code() {
    return code;
  }

  /** HTTP status of the AWS error. */
  public int status() {
    return status;
  }
}
