package dev.amioperator.ec2.aws;

import static java.util.Map.entry;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Classifies the SDK's exceptions by EC2's error codes, as {@link Ec2CallException}s. */
final class ErrorClassifier {
  /** The code of an AWS call that had no credentials to be signed with. */
  static final String NO_CREDENTIALS = "NoCredentials";

  /** The code of an AWS call without a response. */
  static final String NO_RESPONSE = "NoAnswer";

  private static final Map<String, ErrorClass> ERROR_CLASSES =
      Map.ofEntries(
          entry("InvalidAMIID.NotFound", ErrorClass.NOT_FOUND),
          entry("InvalidAMIID.Unavailable", ErrorClass.WRONG_STATE),
          entry("InvalidAMIName.Duplicate", ErrorClass.ALREADY_EXISTS),
          entry("InvalidSnapshot.InUse", ErrorClass.IN_USE),
          entry("NotFoundException", ErrorClass.NOT_FOUND),
          entry("DisabledException", ErrorClass.WRONG_STATE),
          entry("KMSInvalidStateException", ErrorClass.WRONG_STATE),
          entry("LimitExceededException", ErrorClass.QUOTA),
          entry("IncorrectState", ErrorClass.WRONG_STATE),
          entry("IncorrectInstanceState", ErrorClass.WRONG_STATE),
          entry("InvalidState", ErrorClass.WRONG_STATE),
          entry("SnapshotCreationPerVolumeRateExceeded", ErrorClass.THROTTLED),
          entry("ResourceLimitExceeded", ErrorClass.QUOTA),
          entry("ResourceCountExceeded", ErrorClass.QUOTA),
          entry("IdempotentInstanceTerminated", ErrorClass.WRONG_STATE),
          entry("InsufficientInstanceCapacity", ErrorClass.QUOTA),
          entry("MaxSpotInstanceCountExceeded", ErrorClass.QUOTA),
          entry("SpotMaxPriceTooLow", ErrorClass.QUOTA),
          entry("TagLimitExceeded", ErrorClass.INVALID),
          entry("FilterLimitExceeded", ErrorClass.INVALID),
          entry("UnauthorizedOperation", ErrorClass.DENIED),
          entry("AccessDenied", ErrorClass.DENIED),
          entry("AccessDeniedException", ErrorClass.DENIED),
          entry("ForbiddenException", ErrorClass.DENIED),
          entry("PendingVerification", ErrorClass.DENIED),
          entry("AuthFailure", ErrorClass.DENIED),
          entry("Blocked", ErrorClass.DENIED),
          entry("OptInRequired", ErrorClass.DENIED),
          entry("RegionDisabledException", ErrorClass.DENIED),
          entry("InvalidAction", ErrorClass.UNSUPPORTED),
          entry("NotImplemented", ErrorClass.UNSUPPORTED),
          entry("RequestExpired", ErrorClass.TRANSIENT),
          entry("InternalError", ErrorClass.TRANSIENT),
          entry("InternalFailure", ErrorClass.TRANSIENT),
          entry("ServiceUnavailable", ErrorClass.TRANSIENT),
          entry("Unavailable", ErrorClass.TRANSIENT));

  /** Codes of credentials that AWS rejects before it checks their permissions: DENIED. */
  private static final Set<String> REJECTED_CREDENTIAL_CODES =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "InvalidSecurityToken",
          "MissingAuthenticationToken",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  /** STS in another partition knows none of the account's credentials. */
  private static final String PARTITION_HINT =
      ". In China and GovCloud, AWS_REGION must be a region of that partition";

  /** The suffix that the SDK adds to its messages, although the operator makes no retries. */
  private static final String ATTEMPT_COUNT = " \\(SDK Attempt Count: \\d+\\)";

  /**
   * The permission in AWS's message, which may be another than that of the call: a create call with
   * tags also needs CreateTags.
   */
  private static final Pattern MISSING_PERMISSION =
      Pattern.compile("not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)");

  private ErrorClassifier() {}

  /**
   * The failure of an AWS action in an account that is not known yet.
   *
   * @param service the prefix of its IAM permission, such as {@code ec2}
   */
  static Ec2CallException toEc2CallException(String service, String action, SdkException thrown) {
    return toEc2CallException(service, action, "", thrown);
  }

  /**
   * The failure of an AWS action.
   *
   * @param service the prefix of its IAM permission, such as {@code ec2}
   * @param accountId the account of the call; empty if unknown
   */
  static Ec2CallException toEc2CallException(
      String service, String action, String accountId, SdkException thrown) {
    return thrown instanceof AwsServiceException refused
        ? fromServiceException(service, action, accountId, refused)
        : withoutResponse(action, thrown);
  }

  private static Ec2CallException fromServiceException(
      String service, String action, String accountId, AwsServiceException thrown) {
    String code = awsErrorCode(thrown);
    ErrorClass errorClass = classify(action, code, thrown);
    String message =
        switch (errorClass) {
          case DENIED ->
              deniedMessage(service, service + ":" + action, accountId, code, awsMessage(thrown));
          case THROTTLED ->
              "AWS throttles calls in this account and region; the operator slows down and retries";
          case UNSUPPORTED -> "the AWS endpoint does not support this action";
          default -> awsMessage(thrown);
        };
    return new Ec2CallException(errorClass, action, code, message, thrown);
  }

  private static ErrorClass classify(String action, String code, AwsServiceException thrown) {
    if (code.equals("OperationNotPermitted")) {
      // Deregistration protection when deregistering; elsewhere a block, such as that on sharing
      // with everyone.
      return action.equals("DeregisterImage") ? ErrorClass.PROTECTED : ErrorClass.DENIED;
    }
    if (action.equals("CreateImage") && awsMessage(thrown).contains("Instance is not in state")) {
      // The code is InvalidParameterValue, whether the state can change or not.
      return ErrorClass.WRONG_STATE;
    }
    if (action.equals("RunInstances") && code.equals("IdempotentParameterMismatch")) {
      // The token belongs to a single build, whose instance is there and will soon be listed.
      return ErrorClass.ALREADY_EXISTS;
    }
    if (REJECTED_CREDENTIAL_CODES.contains(code)) {
      return ErrorClass.DENIED;
    }
    ErrorClass known = ERROR_CLASSES.get(code);
    if (known != null) {
      return known;
    }
    return thrown.isThrottlingException()
        ? ErrorClass.THROTTLED
        : classifyUnlisted(code, thrown.statusCode());
  }

  /** Classifies codes that the table does not list: by EC2's suffixes, then by HTTP status. */
  private static ErrorClass classifyUnlisted(String code, int status) {
    if (code.endsWith(".NotFound")) {
      return ErrorClass.NOT_FOUND;
    }
    if (code.endsWith(".InUse")) {
      return ErrorClass.IN_USE;
    }
    if (code.endsWith(".Duplicate")) {
      return ErrorClass.ALREADY_EXISTS;
    }
    if (code.startsWith("AuthFailure.")) {
      return ErrorClass.DENIED;
    }
    if (code.endsWith("LimitExceeded") || code.startsWith("SnapshotCopyLimit")) {
      return ErrorClass.QUOTA;
    }
    if (status == 501) {
      return ErrorClass.UNSUPPORTED;
    }
    return status >= 500 ? ErrorClass.TRANSIENT : ErrorClass.INVALID;
  }

  private static Ec2CallException withoutResponse(String action, SdkException thrown) {
    if (MissingCredentials.in(thrown)) {
      String message = MissingCredentials.message(thrown);
      return new Ec2CallException(ErrorClass.DENIED, action, NO_CREDENTIALS, message, thrown);
    }
    return new Ec2CallException(
        ErrorClass.TRANSIENT, action, NO_RESPONSE, noResponseMessage(thrown), thrown);
  }

  private static String noResponseMessage(SdkException thrown) {
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException unknown) {
        return "no response: host %s not found; check the region's name and the cluster's DNS"
            .formatted(unknown.getMessage());
      }
    }
    return "no response: " + String.valueOf(thrown.getMessage()).replaceAll(ATTEMPT_COUNT, "");
  }

  private static String deniedMessage(
      String service, String permission, String accountId, String code, String reason) {
    if (REJECTED_CREDENTIAL_CODES.contains(code)) {
      String rejected = "AWS rejects the operator's credentials; renew them: " + reason;
      return service.equals("sts") ? rejected + PARTITION_HINT : rejected;
    }
    if (code.equals("OperationNotPermitted")) {
      return "blocked in EC2, whatever the permissions: " + reason;
    }
    if (Ec2CallException.regionNotEnabled(code, reason)) {
      return "AWS rejects the operator's credentials in this region. If there is no such region, name"
          + " an existing region, in a new object where the field is immutable; otherwise enable it"
          + " for the account: "
          + reason;
    }
    String template =
        Ec2CallException.deniedByOrganization(reason)
            ? "a service control policy of the AWS organization denies %s%s; change it there: %s"
            : "the operator's credentials lack the permission %s%s; allow it: %s";
    return template.formatted(
        missingPermission(reason).orElse(permission),
        accountId.isEmpty() ? "" : " in account " + accountId,
        reason);
  }

  private static Optional<String> missingPermission(String reason) {
    return MISSING_PERMISSION.matcher(reason).results().map(found -> found.group(1)).findFirst();
  }

  /** EC2's message, without the encoded part that only sts:DecodeAuthorizationMessage reads. */
  private static String awsMessage(AwsServiceException thrown) {
    String text = thrown.awsErrorDetails() == null ? null : thrown.awsErrorDetails().errorMessage();
    if (text == null || text.isBlank()) {
      return "HTTP status " + thrown.statusCode();
    }
    int encoded = text.indexOf("Encoded authorization failure message:");
    String plain = (encoded < 0 ? text : text.substring(0, encoded)).strip();
    return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private static String awsErrorCode(AwsServiceException thrown) {
    String code = thrown.awsErrorDetails() == null ? null : thrown.awsErrorDetails().errorCode();
    return code == null || code.isBlank() ? "Http" + thrown.statusCode() : code;
  }
}
