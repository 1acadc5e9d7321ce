package dev.amioperator.ec2.aws;

import static java.util.Map.entry;

import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.ec2.Ec2Failure.Kind;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns what the SDK throws into an {@link Ec2Failure}: the one place that knows EC2's codes. */
final class Failures {
  /** The code of a call that had no credentials to be signed with. */
  static final String NO_CREDENTIALS = "NoCredentials";

  /** The code of a call that EC2 did not answer. */
  static final String NO_ANSWER = "NoAnswer";

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          entry("InvalidAMIID.NotFound", Kind.NOT_FOUND),
          entry("InvalidAMIID.Unavailable", Kind.WRONG_STATE),
          entry("InvalidAMIName.Duplicate", Kind.ALREADY_EXISTS),
          entry("InvalidSnapshot.InUse", Kind.IN_USE),
          entry("IncorrectState", Kind.WRONG_STATE),
          entry("IncorrectInstanceState", Kind.WRONG_STATE),
          entry("InvalidState", Kind.WRONG_STATE),
          entry("RequestLimitExceeded", Kind.THROTTLED),
          entry("Throttling", Kind.THROTTLED),
          entry("ThrottlingException", Kind.THROTTLED),
          entry("SnapshotCreationPerVolumeRateExceeded", Kind.THROTTLED),
          entry("ResourceLimitExceeded", Kind.QUOTA),
          entry("ResourceCountExceeded", Kind.QUOTA),
          entry("IdempotentInstanceTerminated", Kind.WRONG_STATE),
          entry("InsufficientInstanceCapacity", Kind.QUOTA),
          entry("MaxSpotInstanceCountExceeded", Kind.QUOTA),
          entry("SpotMaxPriceTooLow", Kind.QUOTA),
          entry("TagLimitExceeded", Kind.INVALID),
          entry("UnauthorizedOperation", Kind.DENIED),
          entry("AccessDenied", Kind.DENIED),
          entry("AccessDeniedException", Kind.DENIED),
          entry("PendingVerification", Kind.DENIED),
          entry("AuthFailure", Kind.DENIED),
          entry("Blocked", Kind.DENIED),
          entry("OptInRequired", Kind.DENIED),
          entry("ExpiredToken", Kind.DENIED),
          entry("ExpiredTokenException", Kind.DENIED),
          entry("InvalidClientTokenId", Kind.DENIED),
          entry("InvalidSecurityToken", Kind.DENIED),
          entry("MissingAuthenticationToken", Kind.DENIED),
          entry("SignatureDoesNotMatch", Kind.DENIED),
          entry("UnrecognizedClientException", Kind.DENIED),
          entry("InvalidAction", Kind.UNSUPPORTED),
          entry("NotImplemented", Kind.UNSUPPORTED),
          entry("RequestExpired", Kind.TRANSIENT),
          entry("InternalError", Kind.TRANSIENT),
          entry("InternalFailure", Kind.TRANSIENT),
          entry("ServiceUnavailable", Kind.TRANSIENT),
          entry("Unavailable", Kind.TRANSIENT));

  /** Refused before EC2 looked at the permissions: the credentials themselves are the matter. */
  private static final Set<String> UNACCEPTED_CREDENTIALS =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "InvalidSecurityToken",
          "MissingAuthenticationToken",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  /** What the SDK adds to its messages, and nobody here needs to know. */
  private static final String ATTEMPTS = " \\(SDK Attempt Count: \\d+\\)";

  private Failures() {}

  /** The failure of an EC2 action. */
  static Ec2Failure of(String action, SdkException thrown) {
    return of("ec2", action, thrown);
  }

  /**
   * @param service the prefix of the permission, {@code ec2} or {@code sts}
   */
  static Ec2Failure of(String service, String action, SdkException thrown) {
    return switch (thrown) {
      case AwsServiceException refused -> refused(service, action, refused);
      case SdkClientException unsent -> unsent(action, unsent);
      default -> new Ec2Failure(Kind.TRANSIENT, action, NO_ANSWER, noAnswer(thrown), thrown);
    };
  }

  private static Ec2Failure refused(String service, String action, AwsServiceException thrown) {
    String code = code(thrown);
    Kind kind = kind(action, code, thrown.statusCode());
    String message =
        switch (kind) {
          case DENIED -> denied(service, action, code, said(thrown));
          case THROTTLED ->
              "EC2 takes fewer calls in this account and region than are made; the operator slows"
                  + " down and tries again";
          case UNSUPPORTED -> "the endpoint does not know this action";
          default -> said(thrown);
        };
    return new Ec2Failure(kind, action, code, message, thrown);
  }

  private static Kind kind(String action, String code, int status) {
    if (code.equals("OperationNotPermitted")) {
      // Deregistration protection when deregistering; elsewhere a block, such as that on sharing
      // with everyone.
      return action.equals("DeregisterImage") ? Kind.PROTECTED : Kind.DENIED;
    }
    if (action.equals("RunInstances") && code.equals("IdempotentParameterMismatch")) {
      // The token is that of one build: its builder is there, and soon seen.
      return Kind.ALREADY_EXISTS;
    }
    Kind known = KINDS.get(code);
    return known != null ? known : family(code, status);
  }

  /** Codes that the table does not list, by how EC2 builds them, then by the HTTP status. */
  private static Kind family(String code, int status) {
    if (code.endsWith(".NotFound")) {
      return Kind.NOT_FOUND;
    }
    if (code.endsWith(".InUse")) {
      return Kind.IN_USE;
    }
    if (code.endsWith(".Duplicate")) {
      return Kind.ALREADY_EXISTS;
    }
    if (code.startsWith("AuthFailure.")) {
      return Kind.DENIED;
    }
    if (code.endsWith("LimitExceeded") || code.startsWith("SnapshotCopyLimit")) {
      return Kind.QUOTA;
    }
    return switch (status) {
      case 429 -> Kind.THROTTLED;
      case 501 -> Kind.UNSUPPORTED;
      default -> status >= 500 ? Kind.TRANSIENT : Kind.INVALID;
    };
  }

  private static Ec2Failure unsent(String action, SdkClientException thrown) {
    if (String.valueOf(thrown.getMessage()).contains("Unable to load credentials")) {
      String message =
          "there are no AWS credentials: give the operator's ServiceAccount a role (IRSA or EKS Pod"
              + " Identity), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
      return new Ec2Failure(Kind.DENIED, action, NO_CREDENTIALS, message, thrown);
    }
    return new Ec2Failure(Kind.TRANSIENT, action, NO_ANSWER, noAnswer(thrown), thrown);
  }

  private static String noAnswer(SdkException thrown) {
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException unknown) {
        return "no answer: there is no host %s; is the region's name right, and does DNS work?"
            .formatted(unknown.getMessage());
      }
    }
    return "no answer: " + String.valueOf(thrown.getMessage()).replaceAll(ATTEMPTS, "");
  }

  private static String denied(String service, String action, String code, String said) {
    if (UNACCEPTED_CREDENTIALS.contains(code)) {
      return "AWS does not accept the operator's credentials: " + said;
    }
    if (code.equals("OperationNotPermitted")) {
      return "blocked: " + said;
    }
    if (ofTheRegion(code, said)) {
      return "AWS does not take the operator's credentials in this region; is its name right, and is"
          + " it enabled for the account? AWS says: "
          + said;
    }
    return "the operator's credentials lack the permission %s:%s: %s"
        .formatted(service, action, said);
  }

  /** How EC2 answers in a region that is not enabled: not as where a permission is missing. */
  private static boolean ofTheRegion(String code, String said) {
    return code.equals("OptInRequired")
        || (code.equals("AuthFailure")
            && (said.contains("validate the provided access credentials")
                || said.contains("valid region")));
  }

  /** What EC2 wrote, without the encoded blob that only CloudTrail's readers can decode. */
  private static String said(AwsServiceException thrown) {
    String text = thrown.awsErrorDetails() == null ? null : thrown.awsErrorDetails().errorMessage();
    if (text == null || text.isBlank()) {
      return "HTTP status " + thrown.statusCode();
    }
    int encoded = text.indexOf("Encoded authorization failure message:");
    String plain = (encoded < 0 ? text : text.substring(0, encoded)).strip();
    return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private static String code(AwsServiceException thrown) {
    String code = thrown.awsErrorDetails() == null ? null : thrown.awsErrorDetails().errorCode();
    return code == null || code.isBlank() ? "Http" + thrown.statusCode() : code;
  }
}
