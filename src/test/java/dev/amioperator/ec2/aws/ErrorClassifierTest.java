package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import java.io.IOException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

class ErrorClassifierTest {

  @ParameterizedTest
  @CsvSource({
    "InvalidAMIID.NotFound, 400, NOT_FOUND",
    "InvalidAMIID.Unavailable, 400, WRONG_STATE",
    "InvalidAMIID.Malformed, 400, INVALID",
    "InvalidAMIName.Duplicate, 400, ALREADY_EXISTS",
    "InvalidAMIName.Malformed, 400, INVALID",
    "InvalidInstanceID.NotFound, 400, NOT_FOUND",
    "InvalidSnapshot.NotFound, 400, NOT_FOUND",
    "InvalidSnapshot.InUse, 400, IN_USE",
    "IncorrectState, 400, WRONG_STATE",
    "IncorrectInstanceState, 400, WRONG_STATE",
    "ResourceLimitExceeded, 400, QUOTA",
    "ResourceCountExceeded, 400, QUOTA",
    "SnapshotCopyLimitExceeded, 400, QUOTA",
    "SnapshotLimitExceeded, 400, QUOTA",
    "RequestLimitExceeded, 503, THROTTLED",
    "Throttling, 400, THROTTLED",
    "EC2ThrottledException, 503, THROTTLED",
    "SlowDown, 429, THROTTLED",
    "UnauthorizedOperation, 403, DENIED",
    "AuthFailure, 401, DENIED",
    "ExpiredToken, 400, DENIED",
    "InvalidClientTokenId, 403, DENIED",
    "OptInRequired, 401, DENIED",
    "NotFoundException, 400, NOT_FOUND",
    "DisabledException, 400, WRONG_STATE",
    "KMSInvalidStateException, 400, WRONG_STATE",
    "LimitExceededException, 400, QUOTA",
    "InvalidParameterValue, 400, INVALID",
    "IdempotentParameterMismatch, 400, INVALID",
    "InsufficientInstanceCapacity, 500, QUOTA",
    "TagLimitExceeded, 400, INVALID",
    "FilterLimitExceeded, 400, INVALID",
    "InvalidAction, 400, UNSUPPORTED",
    "SomethingNew, 501, UNSUPPORTED",
    "SomethingNew, 400, INVALID",
    "SomethingNew, 502, TRANSIENT",
    "InternalError, 500, TRANSIENT",
    "Unavailable, 503, TRANSIENT",
    "RequestExpired, 400, TRANSIENT",
  })
  void classifiesEveryErrorCode(String code, int status, ErrorClass errorClass) {
    Ec2CallException failure =
        ErrorClassifier.toEc2CallException(
            "ec2", "CreateImage", ec2Exception(code, "words", status));

    assertThat(failure.errorClass()).isEqualTo(errorClass);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.action()).isEqualTo("CreateImage");
  }

  @Test
  void explainsPartitionWhenStsRejectsCredentials() {
    Ec2CallException failure =
        ErrorClassifier.toEc2CallException(
            "sts",
            "GetCallerIdentity",
            ec2Exception("InvalidClientTokenId", "The security token is invalid.", 403));

    assertThat(failure.errorClass()).isEqualTo(ErrorClass.DENIED);
    assertThat(failure).hasMessageContaining("AWS_REGION must be a region of that partition");
  }

  @Test
  void classifiesNotPermittedAsProtectionOnDeregister() {
    var refusal = ec2Exception("OperationNotPermitted", "No.", 400);

    assertThat(ErrorClassifier.toEc2CallException("ec2", "DeregisterImage", refusal).errorClass())
        .isEqualTo(ErrorClass.PROTECTED);
    assertThat(
            ErrorClassifier.toEc2CallException("ec2", "ModifyImageAttribute", refusal).errorClass())
        .isEqualTo(ErrorClass.DENIED);
  }

  @Test
  void namesPermissionWithoutEncodedMessage() {
    Ec2CallException failure =
        ErrorClassifier.toEc2CallException(
            "ec2",
            "CreateImage",
            ec2Exception(
                "UnauthorizedOperation",
                "You are not authorized. Encoded authorization failure message: 9Xp-secretblob",
                403));

    assertThat(failure)
        .hasMessageStartingWith(
            "the operator's credentials lack the permission ec2:CreateImage; allow it: You");
    assertThat(failure).hasMessageContaining("You are not authorized");
    assertThat(failure.getMessage()).doesNotContain("secretblob");
  }

  /** Message: repost.aws, troubleshoot explicit deny in a service control policy. */
  @Test
  void tellsServiceControlPolicyFromMissingPermission() {
    Ec2CallException failure =
        ErrorClassifier.toEc2CallException(
            "ec2",
            "CopyImage",
            "111122223333",
            ec2Exception(
                "UnauthorizedOperation",
                "You are not authorized to perform this operation. User: arn:aws:iam::111122223333:"
                    + "user/op is not authorized to perform: ec2:CopyImage on resource:"
                    + " arn:aws:ec2:eu-west-1::image/* with an explicit deny in a service control"
                    + " policy. Encoded authorization failure message: 9Xp",
                403));

    assertThat(failure)
        .hasMessageStartingWith(
            "a service control policy of the AWS organization denies ec2:CopyImage in account"
                + " 111122223333; change it there: You");
    assertThat(failure.deniedByOrganization()).isTrue();
    assertThat(failure.regionNotEnabled()).isFalse();
  }

  @Test
  void tellsRegionThatIsNotEnabled() {
    Ec2CallException failure =
        ErrorClassifier.toEc2CallException(
            "ec2",
            "CopyImage",
            "111122223333",
            ec2Exception(
                "AuthFailure",
                "AWS was not able to validate the provided access credentials",
                401));

    assertThat(failure.regionNotEnabled()).isTrue();
    assertThat(failure.deniedByOrganization()).isFalse();
    assertThat(failure).hasMessageContaining("enable it for the account");
  }

  /** A create call with tags needs CreateTags too, and AWS's message names it. */
  @Test
  void namesPermissionInMessageAndAccount() {
    Ec2CallException failure =
        ErrorClassifier.toEc2CallException(
            "ec2",
            "CopyImage",
            "111122223333",
            ec2Exception(
                "UnauthorizedOperation",
                "You are not authorized to perform this operation. User: arn:aws:iam::111122223333:"
                    + "user/op is not authorized to perform: ec2:CreateTags on resource:"
                    + " arn:aws:ec2:eu-west-1::image/* because no identity-based policy allows the"
                    + " ec2:CreateTags action. Encoded authorization failure message: 9Xp",
                403));

    assertThat(failure)
        .hasMessageStartingWith(
            "the operator's credentials lack the permission ec2:CreateTags in account 111122223333;"
                + " allow it: You");
  }

  @ParameterizedTest
  @CsvSource({
    "AuthFailure, AWS was not able to validate the provided access credentials",
    "OptInRequired, You are not subscribed to this service.",
    "AuthFailure, The region eu-wset-1 is not a valid region."
  })
  void distinguishesDisabledRegionFromDenial(String code, String said) {
    Ec2CallException failure =
        ErrorClassifier.toEc2CallException("ec2", "DescribeImages", ec2Exception(code, said, 401));

    assertThat(failure.errorClass()).isEqualTo(ErrorClass.DENIED);
    assertThat(failure).hasMessageContaining("enable it for the account");
    assertThat(failure).hasMessageContaining("If there is no such region, name an existing region");
    assertThat(failure.getMessage()).doesNotContain("lack the permission", "allow it");
  }

  @Test
  void recognizesUnknownRegionByHost() {
    var unknown =
        SdkClientException.create(
            "Received an UnknownHostException.",
            new IOException(new UnknownHostException("ec2.eu-wset-1.amazonaws.com")));

    assertThat(ErrorClassifier.toEc2CallException("ec2", "DescribeImages", unknown).errorClass())
        .isEqualTo(ErrorClass.TRANSIENT);
    assertThat(ErrorClassifier.toEc2CallException("ec2", "DescribeImages", unknown))
        .hasMessageContaining(
            "host ec2.eu-wset-1.amazonaws.com not found; check the region's name");
  }

  @Test
  void distinguishesExpiredCredentialsFromDenial() {
    Ec2CallException failure =
        ErrorClassifier.toEc2CallException(
            "ec2", "CreateImage", ec2Exception("ExpiredToken", "The token has expired.", 400));

    assertThat(failure).hasMessageContaining("credentials");
    assertThat(failure.getMessage()).doesNotContain("ec2:CreateImage");
  }

  @Test
  void reportsMissingCredentialsWithRemedy() {
    Ec2CallException failure =
        ErrorClassifier.toEc2CallException(
            "sts",
            "GetCallerIdentity",
            SdkClientException.create(
                "Unable to load credentials from any of the providers in the chain ..."));

    assertThat(failure.errorClass()).isEqualTo(ErrorClass.DENIED);
    assertThat(failure.code()).isEqualTo(ErrorClassifier.NO_CREDENTIALS);
    assertThat(failure).hasMessageContaining("ServiceAccount");
  }

  /** The message of AwsCredentialsProviderChain, shortened. */
  @Test
  void reportsRefusalOfServiceAccountsRole() {
    Ec2CallException failure =
        ErrorClassifier.toEc2CallException(
            "sts",
            "GetCallerIdentity",
            SdkClientException.create(
                "Unable to load credentials from any of the providers in the chain"
                    + " AwsCredentialsProviderChain(credentialsProviders=[...]) :"
                    + " [SystemPropertyCredentialsProvider(): Unable to load credentials from system"
                    + " settings., WebIdentityTokenCredentialsProvider(): Not authorized to perform"
                    + " sts:AssumeRoleWithWebIdentity (Service: Sts, Status Code: 403, Request ID:"
                    + " 0f3c) (SDK Attempt Count: 1), ProfileCredentialsProvider(...): none]"));

    assertThat(failure.code()).isEqualTo(ErrorClassifier.NO_CREDENTIALS);
    assertThat(failure)
        .hasMessage(
            "STS refuses the role of the operator's ServiceAccount; in the role's trust policy,"
                + " allow this cluster's OIDC provider and this ServiceAccount: Not authorized to"
                + " perform sts:AssumeRoleWithWebIdentity");
  }

  @Test
  void treatsLostResponseAsPossiblyExecuted() {
    assertThat(
            ErrorClassifier.toEc2CallException(
                    "ec2", "CopyImage", SdkClientException.create("connection reset"))
                .errorClass())
        .isEqualTo(ErrorClass.TRANSIENT);
    assertThat(
            ErrorClassifier.toEc2CallException(
                "ec2", "CopyImage", SdkClientException.create("reset (SDK Attempt Count: 1)")))
        .hasMessage("no response: reset");
    assertThat(
            ErrorClassifier.toEc2CallException(
                    "ec2", "CopyImage", ApiCallTimeoutException.create(30_000))
                .errorClass())
        .isEqualTo(ErrorClass.TRANSIENT);
  }

  @Test
  void classifiesByHttpStatusWithoutErrorCode() {
    var bare = Ec2Exception.builder().statusCode(503).message("?").build();

    assertThat(ErrorClassifier.toEc2CallException("ec2", "DescribeImages", bare).errorClass())
        .isEqualTo(ErrorClass.TRANSIENT);
    assertThat(ErrorClassifier.toEc2CallException("ec2", "DescribeImages", bare))
        .hasMessageContaining("503");
  }

  private static Ec2Exception ec2Exception(String code, String message, int status) {
    return (Ec2Exception)
        Ec2Exception.builder()
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .statusCode(status)
            .build();
  }
}
