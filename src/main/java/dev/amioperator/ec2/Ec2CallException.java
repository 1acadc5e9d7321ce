package dev.amioperator.ec2;

import java.net.UnknownHostException;

/** A failed EC2 call, with its class of error. */
public final class Ec2CallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String LOCAL_RATE_LIMIT = "OwnRateLimit";

  private final ErrorClass errorClass;
  private final String action;
  private final String code;
  private final String about;

  /**
   * @param action the EC2 action, such as {@code CreateImage}
   * @param code EC2's error code, or the adapter's own where EC2 did not respond
   * @param message EC2's message and the remedy, without the action and the code
   */
  public Ec2CallException(
      ErrorClass errorClass, String action, String code, String message, Throwable cause) {
    this(errorClass, action, code, "", message, cause);
  }

  private Ec2CallException(
      ErrorClass errorClass,
      String action,
      String code,
      String about,
      String message,
      Throwable cause) {
    super(message, cause);
    this.errorClass = errorClass;
    this.action = action;
    this.code = code;
    this.about = about;
  }

  /** The same failure with the resource of the call, such as {@code of ami-1}, in its summary. */
  public Ec2CallException about(String resource) {
    return new Ec2CallException(errorClass, action, code, " " + resource, getMessage(), this);
  }

  /** The failure as part of a sentence: action, resource, EC2's message and its error code. */
  public String summary() {
    return "%s%s: %s (%s)".formatted(action, about, getMessage(), code);
  }

  /** A bug in the operator's EC2 code: reported, and retried like an outage. */
  public static Ec2CallException operatorFault(String action, Throwable thrown) {
    return new Ec2CallException(
        ErrorClass.TRANSIENT, action, "OperatorFault", "a bug in the operator: " + thrown, thrown);
  }

  /** An EC2 call that the operator's own rate limit held back: THROTTLED. */
  public static Ec2CallException unsent(String action, String message) {
    return new Ec2CallException(ErrorClass.THROTTLED, action, LOCAL_RATE_LIMIT, message, null);
  }

  /** Whether the operator's own rate limit kept the call from EC2. */
  public boolean limitedLocally() {
    return code.equals(LOCAL_RATE_LIMIT);
  }

  /** Whether the call was not sent because AWS has no such host: there is no such region. */
  public boolean hostNotFound() {
    for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether AWS rejects the credentials in this region only: it is not enabled for the account, or
   * there is no such region.
   */
  public boolean regionNotEnabled() {
    return regionNotEnabled(code, getMessage());
  }

  /** Whether an error of AWS says that its region is not enabled for the account. */
  public static boolean regionNotEnabled(String code, String message) {
    return code.equals("OptInRequired")
        || (code.equals("AuthFailure")
            && (message.contains("validate the provided access credentials")
                || message.contains("valid region")));
  }

  /**
   * Whether a policy of the AWS organization denied the call, whatever the role's policies allow.
   */
  public boolean deniedByOrganization() {
    return errorClass == ErrorClass.DENIED && deniedByOrganization(getMessage());
  }

  /** Whether the message of a denial names a service control policy. */
  public static boolean deniedByOrganization(String message) {
    return message.contains("service control policy");
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

  /** Class of an EC2 error, decided by the adapter. */
  public enum ErrorClass {
    /** A named resource does not exist, or is not visible yet. */
    NOT_FOUND,
    /** The name is taken (InvalidAMIName.Duplicate). */
    ALREADY_EXISTS,
    /** Another resource still uses it (InvalidSnapshot.InUse). */
    IN_USE,
    /** Deregistration protection (OperationNotPermitted). */
    PROTECTED,
    /** Not in the state that the call needs, such as a pending image. */
    WRONG_STATE,
    /** Too many calls, for EC2 (RequestLimitExceeded) or for the operator's own rate limit. */
    THROTTLED,
    /** A limit of the account (ResourceLimitExceeded and the like). */
    QUOTA,
    /** The credentials are missing, rejected, or lack a permission. */
    DENIED,
    /** Not sent: the AwsAccount has no valid credentials, or those of another account id. */
    ACCOUNT_UNAVAILABLE,
    /** The call itself is wrong, and repeating it does not help. */
    INVALID,
    /** The endpoint does not support the action. */
    UNSUPPORTED,
    /** Not sent: the local clock differs from AWS's, and the action depends on it. */
    CLOCK_SKEW,
    /** Not sent: the tags of the resource name another owner, or none. */
    NOT_OWNED,
    /** No response, or a 5xx: the call may have had its effect, or work next time. */
    TRANSIENT;

    /** Whether only a change of the spec or of the account can help. */
    public boolean terminal() {
      return switch (this) {
        case NOT_FOUND, DENIED, INVALID, UNSUPPORTED -> true;
        case ALREADY_EXISTS,
            IN_USE,
            PROTECTED,
            WRONG_STATE,
            THROTTLED,
            QUOTA,
            ACCOUNT_UNAVAILABLE,
            CLOCK_SKEW,
            NOT_OWNED,
            TRANSIENT ->
            false;
      };
    }
  }
}
