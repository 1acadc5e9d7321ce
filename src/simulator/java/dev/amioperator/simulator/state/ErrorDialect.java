package dev.amioperator.simulator.state;

/**
 * Codes and messages of an AWS service for denials and throttling.
 *
 * @param deniedCode the error code of a denial, {@code UnauthorizedOperation} for EC2
 * @param deniedStatus the HTTP status of a denial
 * @param deniedPrefix start of its message, before the name of the user
 * @param encodesDenial whether a denial on a resource carries an encoded message, as EC2's does
 * @param throttled the error for a throttled call
 * @param rejectedCredentials the error for credentials that are unknown, in this region at least
 * @param expiredCredentials the error for a session that has ended
 */
public record ErrorDialect(
    String deniedCode,
    int deniedStatus,
    String deniedPrefix,
    boolean encodesDenial,
    ApiError throttled,
    ApiError rejectedCredentials,
    ApiError expiredCredentials) {
  private static final String EXPIRED = "The security token included in the request is expired";

  private static final ApiError EXPIRED_TOKEN = new ApiError("ExpiredTokenException", EXPIRED, 400);

  private static final ApiError INVALID_TOKEN =
      new ApiError(
          "UnrecognizedClientException",
          "The security token included in the request is invalid.",
          400);

  /** Errors of EC2: observed, and from the developer guide on request throttling. */
  public static final ErrorDialect EC2 =
      new ErrorDialect(
          "UnauthorizedOperation",
          403,
          "You are not authorized to perform this operation. ",
          true,
          new ApiError("RequestLimitExceeded", "Request limit exceeded.", 503),
          new ApiError(
              "AuthFailure", "AWS was not able to validate the provided access credentials", 401),
          new ApiError("RequestExpired", "Request has expired.", 400));

  /** Errors of the other AWS services with the Query protocol, observed. */
  public static final ErrorDialect QUERY =
      new ErrorDialect(
          "AccessDenied",
          403,
          "",
          false,
          new ApiError("Throttling", "Rate exceeded", 400),
          new ApiError(
              "InvalidClientTokenId",
              "The security token included in the request is invalid.",
              403),
          new ApiError("ExpiredToken", EXPIRED, 403));

  /** Errors of AWS services with JSON 1.1, observed. */
  public static final ErrorDialect JSON =
      new ErrorDialect(
          "AccessDeniedException",
          400,
          "",
          false,
          new ApiError("ThrottlingException", "Rate exceeded", 400),
          INVALID_TOKEN,
          EXPIRED_TOKEN);

  /** Errors of KMS: as {@link #JSON}, with another message for throttling. */
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
              400),
          INVALID_TOKEN,
          EXPIRED_TOKEN);

  /**
   * Error for an AWS call that its caller may not make.
   *
   * @param action such as {@code ec2:CopyImage}
   * @param arn ARN of the resource; null for the action as such
   * @param reason why, such as "with an explicit deny in an identity-based policy"
   * @param encodedReason the encoded message, which some services send
   */
  public ApiError denied(
      String principalArn, String action, String arn, String reason, String encodedReason) {
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
            + " "
            + reason
            + encoded,
        deniedStatus);
  }
}
