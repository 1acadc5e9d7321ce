package dev.amioperator.simulator.state;

/**
 * The answer of an API that refuses a call. It becomes the exception of the SDK in process, and the
 * error document on the wire.
 */
public final class ApiError extends RuntimeException {
  private final String code;
  private final int status;

  public ApiError(String code, String message, int status) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
  }

  /** A refusal with status 400, as EC2 answers nearly everything it refuses. */
  public ApiError(String code, String message) {
    this(code, message, 400);
  }

  /** The error code, such as {@code InvalidAMIID.NotFound}. */
  public String code() {
    return code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
