package dev.amioperator.ec2.aws;

import static java.util.Map.entry;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Turns what the SDK throws into an {@link Ec2CallException}: the one place that knows EC2's codes.
 */
final class ErrorClassifier {
  /** The code of a call that had no credentials to be signed with. */
  static final String NO_CREDENTIALS = "NoCredentials";

  /** The code of a call that EC2 did not answer. */
  static final String NO_RESPONSE = "NoAnswer";

  private static final Map<String, ErrorClass> ERROR_CLASSES =
      Map.ofEntries(
          entry("InvalidAMIID.NotFound", ErrorClass.NOT_FOUND),
          entry("InvalidAMIID.Unavailable", ErrorClass.WRONG_STATE),
          entry("InvalidAMIName.Duplicate", ErrorClass.ALREADY_EXISTS),
          entry("InvalidSnapshot.InUse", ErrorClass.IN_USE),
          entry("IncorrectState", ErrorClass.WRONG_STATE),
          entry("IncorrectInstanceState", ErrorClass.WRONG_STATE),
          entry("InvalidState", ErrorClass.WRONG_STATE),
          entry("RequestLimitExceeded", ErrorClass.THROTTLED),
          entry("Throttling", ErrorClass.THROTTLED),
          entry("ThrottlingException", ErrorClass.THROTTLED),
          entry("SnapshotCreationPerVolumeRateExceeded", ErrorClass.THROTTLED),
          entry("ResourceLimitExceeded", ErrorClass.QUOTA),
          entry("ResourceCountExceeded", ErrorClass.QUOTA),
          entry("IdempotentInstanceTerminated", ErrorClass.WRONG_STATE),
          entry("InsufficientInstanceCapacity", ErrorClass.QUOTA),
          entry("MaxSpotInstanceCountExceeded", ErrorClass.QUOTA),
          entry("SpotMaxPriceTooLow", ErrorClass.QUOTA),
          entry("TagLimitExceeded", ErrorClass.INVALID),
          entry("UnauthorizedOperation", ErrorClass.DENIED),
          entry("AccessDenied", ErrorClass.DENIED),
          entry("AccessDeniedException", ErrorClass.DENIED),
          entry("PendingVerification", ErrorClass.DENIED),
          entry("AuthFailure", ErrorClass.DENIED),
          entry("Blocked", ErrorClass.DENIED),
          entry("OptInRequired", ErrorClass.DENIED),
          entry("ExpiredToken", ErrorClass.DENIED),
          entry("ExpiredTokenException", ErrorClass.DENIED),
          entry("InvalidClientTokenId", ErrorClass.DENIED),
          entry("InvalidSecurityToken", ErrorClass.DENIED),
          entry("MissingAuthenticationToken", ErrorClass.DENIED),
          entry("SignatureDoesNotMatch", ErrorClass.DENIED),
          entry("UnrecognizedClientException", ErrorClass.DENIED),
          entry("InvalidAction", ErrorClass.UNSUPPORTED),
          entry("NotImplemented", ErrorClass.UNSUPPORTED),
          entry("RequestExpired", ErrorClass.TRANSIENT),
          entry("InternalError", ErrorClass.TRANSIENT),
          entry("InternalFailure", ErrorClass.TRANSIENT),
          entry("ServiceUnavailable", ErrorClass.TRANSIENT),
          entry("Unavailable", ErrorClass.TRANSIENT));

  /** Refused before EC2 looked at the permissions: the credentials themselves are the matter. */
  private static final Set<String> REJECTED_CREDENTIAL_CODES =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "InvalidSecurityToken",
          "MissingAuthenticationToken",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  /** What the SDK adds to its messages, and nobody here needs to know. */
  private static final String ATTEMPT_COUNT = " \\(SDK Attempt Count: \\d+\\)";

  private ErrorClassifier() {}

  /** The failure of an EC2 action. */
  static Ec2CallException toEc2CallException(String action, SdkException thrown) {
    return toEc2CallException("ec2", action, thrown);
  }

  /**
   * @param service the prefix of the permission, {@code ec2} or {@code sts}
   */
  static Ec2CallException toEc2CallException(String service, String action, SdkException thrown) {
    return switch (thrown) {
      case AwsServiceException refused -> fromServiceException(service, action, refused);
      case SdkClientException unsent -> fromClientException(action, unsent);
      default ->
          new Ec2CallException(
              ErrorClass.TRANSIENT, action, NO_RESPONSE, noResponseMessage(thrown), thrown);
    };
  }

  private static Ec2CallException fromServiceException(
      String service, String action, AwsServiceException thrown) {
    String code = awsErrorCode(thrown);
    ErrorClass errorClass = classify(action, code, thrown.statusCode());
    String message =
        switch (errorClass) {
          case DENIED -> deniedMessage(service, action, code, awsMessage(thrown));
          case THROTTLED ->
              "EC2 takes fewer calls in this account and region than are made; the operator slows"
                  + " down and tries again";
          case UNSUPPORTED -> "the endpoint does not know this action";
          default -> awsMessage(thrown);
        };
    return new Ec2CallException(errorClass, action, code, message, thrown);
  }

  private static ErrorClass classify(String action, String code, int status) {
    if (code.equals("OperationNotPermitted")) {
      // Deregistration protection when deregistering; elsewhere a block, such as that on sharing
      // with everyone.
      return action.equals("DeregisterImage") ? ErrorClass.PROTECTED : ErrorClass.DENIED;
    }
    if (action.equals("RunInstances") && code.equals("IdempotentParameterMismatch")) {
      // The token is that of one build: its builder is there, and soon seen.
      return ErrorClass.ALREADY_EXISTS;
    }
    ErrorClass known = ERROR_CLASSES.get(code);
    return known != null ? known : classifyUnlisted(code, status);
  }

  /** Codes that the table does not list, by how EC2 builds them, then by the HTTP status. */
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
    return switch (status) {
      case 429 -> ErrorClass.THROTTLED;
      case 501 -> ErrorClass.UNSUPPORTED;
      default -> status >= 500 ? ErrorClass.TRANSIENT : ErrorClass.INVALID;
    };
  }

  private static Ec2CallException fromClientException(String action, SdkClientException thrown) {
    if (String.valueOf(thrown.getMessage()).contains("Unable to load credentials")) {
      String message =
          "there are no AWS credentials: give the operator's ServiceAccount a role (IRSA or EKS Pod"
              + " Identity), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
      return new Ec2CallException(ErrorClass.DENIED, action, NO_CREDENTIALS, message, thrown);
    }
    return new Ec2CallException(
        ErrorClass.TRANSIENT, action, NO_RESPONSE, noResponseMessage(thrown), thrown);
  }

  private static String noResponseMessage(SdkException thrown) {
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException unknown) {
        return "no answer: there is no host %s; is the region's name right, and does DNS work?"
            .formatted(unknown.getMessage());
      }
    }
    return "no answer: " + String.valueOf(thrown.getMessage()).replaceAll(ATTEMPT_COUNT, "");
  }

  private static String deniedMessage(String service, String action, String code, String said) {
    if (REJECTED_CREDENTIAL_CODES.contains(code)) {
      return "AWS does not accept the operator's credentials: " + said;
    }
    if (code.equals("OperationNotPermitted")) {
      return "blocked: " + said;
    }
    if (regionNotEnabled(code, said)) {
      return "AWS does not take the operator's credentials in this region; is its name right, and is"
          + " it enabled for the account? AWS says: "
          + said;
    }
    return "the operator's credentials lack the permission %s:%s: %s"
        .formatted(service, action, said);
  }

  /** How EC2 answers in a region that is not enabled: not as where a permission is missing. */
  private static boolean regionNotEnabled(String code, String said) {
    return code.equals("OptInRequired")
        || (code.equals("AuthFailure")
            && (said.contains("validate the provided access credentials")
                || said.contains("valid region")));
  }

  /** What EC2 wrote, without the encoded blob that only CloudTrail's readers can decode. */
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
