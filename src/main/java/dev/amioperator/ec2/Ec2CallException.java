package dev.amioperator.ec2;

/** A call that EC2 refused or that did not get through, in the operator's own classes. */
public final class Ec2CallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String LOCAL_RATE_LIMIT = "OwnRateLimit";

  private final ErrorClass errorClass;
  private final String action;
  private final String code;

  /**
   * @param action the EC2 action, such as {@code CreateImage}
   * @param code EC2's error code, or the client's word where EC2 did not answer
   * @param message what EC2 said and what to do, without the action and the code
   */
  public Ec2CallException(
      ErrorClass errorClass, String action, String code, String message, Throwable cause) {
    super(message, cause);
    this.errorClass = errorClass;
    this.action = action;
    this.code = code;
  }

  /** A fault of the operator while it dealt with EC2: shown, and tried again like an outage. */
  public static Ec2CallException operatorFault(String action, Throwable thrown) {
    return new Ec2CallException(
        ErrorClass.TRANSIENT,
        action,
        "OperatorFault",
        "a fault of the operator: " + thrown,
        thrown);
  }

  /** The operator's own rate limit held the call back: THROTTLED. */
  public static Ec2CallException unsent(String action, String message) {
    return new Ec2CallException(ErrorClass.THROTTLED, action, LOCAL_RATE_LIMIT, message, null);
  }

  /**
   * Whether the call was held back by the operator's own rate limit, so that EC2 has not seen it.
   */
  public boolean limitedLocally() {
    return code.equals(LOCAL_RATE_LIMIT);
  }

  public ErrorClass errorClass() {
    return errorClass;
  }

  public String action() {
    return action;
  }

  public String code() {
    return code;
  }

  /** What went wrong, told once at the edge; everything inside switches over this. */
  public enum ErrorClass {
    /** Something the call names does not exist, or not yet where the call was answered. */
    NOT_FOUND,
    /** The name is taken (InvalidAMIName.Duplicate). */
    ALREADY_EXISTS,
    /** Something else still uses it (InvalidSnapshot.InUse). */
    IN_USE,
    /** Deregistration protection (OperationNotPermitted). */
    PROTECTED,
    /** Not in the state that the call needs, such as an image that is still pending. */
    WRONG_STATE,
    /** Too many calls (RequestLimitExceeded), by EC2's count or by our own bucket. */
    THROTTLED,
    /** A limit of the account (ResourceLimitExceeded and the like). */
    QUOTA,
    /** The credentials may not do it, or there are none. */
    DENIED,
    /** The call itself is wrong and will stay wrong. */
    INVALID,
    /** The endpoint does not know the action. */
    UNSUPPORTED,
    /** No answer, a 5xx, an outage: it may have happened, or may work the next time. */
    TRANSIENT;

    /** Whether only a change of the spec or of the account can help. */
    public boolean terminal() {
      return switch (this) {
        case NOT_FOUND, DENIED, INVALID, UNSUPPORTED -> true;
        case ALREADY_EXISTS, IN_USE, PROTECTED, WRONG_STATE, THROTTLED, QUOTA, TRANSIENT -> false;
      };
    }
  }
}
