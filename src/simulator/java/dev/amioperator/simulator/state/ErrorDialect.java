package dev.amioperator.simulator.state;

/**
 * How a service words what every one of its actions can answer: that the caller may not, and that
 * it calls too often.
 *
 * @param deniedCode the error code of a denial, {@code UnauthorizedOperation} for EC2
 * @param deniedStatus the HTTP status of a denial
 * @param deniedPrefix what its message begins with, before the user's name
 * @param encodesDenial whether a denial on a resource carries an encoded message, as EC2's does
 * @param throttled the answer to a call too many
 */
public record ErrorDialect(
    String deniedCode,
    int deniedStatus,
    String deniedPrefix,
    boolean encodesDenial,
    ApiError throttled) {

  /** EC2's: observed, and the developer guide on request throttling. */
  public static final ErrorDialect EC2 =
      new ErrorDialect(
          "UnauthorizedOperation",
          403,
          "You are not authorized to perform this operation. ",
          true,
          new ApiError("RequestLimitExceeded", "Request limit exceeded.", 503));

  /** That of the other services of the Query protocol: their common errors, observed. */
  public static final ErrorDialect QUERY =
      new ErrorDialect(
          "AccessDenied", 403, "", false, new ApiError("Throttling", "Rate exceeded", 400));

  /** That of services which speak JSON 1.1: their common errors, observed. */
  public static final ErrorDialect JSON =
      new ErrorDialect(
          "AccessDeniedException",
          400,
          "",
          false,
          new ApiError("ThrottlingException", "Rate exceeded", 400));

  /** As {@link #JSON}, with the message on throttling that KMS has of its own. */
  public static final ErrorDialect KMS =
      new ErrorDialect(
          JSON.deniedCode,
          JSON.deniedStatus,
          JSON.deniedPrefix,
          JSON.encodesDenial,
          new ApiError(
              "ThrottlingException",
              "You have exceeded the rate at which you may call KMS. Reduce the frequency of your"
                  + " calls.",
              400));

  /**
   * The refusal of a call that its caller may not make.
   *
   * @param action such as {@code ec2:CopyImage}
   * @param arn what it is about; null for the action as such
   * @param explicit whether a policy forbids it; otherwise just none allows it
   * @param encodedReason the encoded message, which not every service gives
   */
  public ApiError denied(
      String principalArn, String action, String arn, boolean explicit, String encodedReason) {
    String why =
        explicit
            ? " with an explicit deny in an identity-based policy"
            : " because no identity-based policy allows the " + action + " action";
    String encoded =
        encodesDenial && arn != null
            ? ". Encoded authorization failure message: " + encodedReason
            : "";
    return new ApiError(
        deniedCode,
        deniedPrefix
            + "User: "
            + principalArn
            + " is not authorized to perform: "
            + action
            + (arn == null ? "" : " on resource: " + arn)
            + why
            + encoded,
        deniedStatus);
  }
}
