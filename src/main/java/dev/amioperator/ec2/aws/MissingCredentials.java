package dev.amioperator.ec2.aws;

import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/** Why the SDK's chain of providers has no AWS credentials. */
final class MissingCredentials {
  /**
   * The response of STS to AssumeRoleWithWebIdentity. It is only in the message of the chain, whose
   * exception has no cause.
   */
  private static final Pattern REFUSED_IDENTITY =
      Pattern.compile("WebIdentityToken\\w*\\([^()]*\\): ([^()]+?)\\.? \\(Service: Sts, ");

  private MissingCredentials() {}

  /** Whether a call failed because it could not be signed. */
  static boolean in(SdkException thrown) {
    return String.valueOf(thrown.getMessage()).contains("Unable to load credentials");
  }

  /** The reason, and what to do. */
  static String message(SdkException thrown) {
    return REFUSED_IDENTITY
        .matcher(thrown.getMessage())
        .results()
        .map(
            refused ->
                ("STS refuses the role of the operator's ServiceAccount; in the role's trust policy,"
                        + " allow this cluster's OIDC provider and this ServiceAccount: %s")
                    .formatted(refused.group(1)))
        .findFirst()
        .orElse(
            "no AWS credentials found: give the operator's ServiceAccount a role (IRSA or EKS Pod"
                + " Identity), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  }
}
