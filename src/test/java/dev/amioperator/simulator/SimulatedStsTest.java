package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** API reference, AssumeRole; IAM user guide, access to AWS accounts owned by third parties. */
class SimulatedStsTest {
  private static final Caller OPERATOR = Caller.of("123456789012");

  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-03-01T12:00:00Z")));

  @Test
  void assumedRoleActsInAccountUntilExpiry() {
    String role = cloud.seeds().role("111122223333", "images", null, "123456789012");
    AssumeRoleResponse session = assume(role, null);
    String key = session.credentials().accessKeyId();

    Caller caller = cloud.caller(key).orElseThrow();
    assertThat(caller.accountId()).isEqualTo("111122223333");
    assertThat(caller.principalArn())
        .isEqualTo("arn:aws:sts::111122223333:assumed-role/images/operator")
        .isEqualTo(session.assumedRoleUser().arn());
    assertThat(cloud.sts(caller).getCallerIdentity().userId())
        .isEqualTo(session.assumedRoleUser().assumedRoleId());

    cloud.clock().step(Duration.ofHours(1));
    assertThat(codeOf(() -> cloud.sts(caller).getCallerIdentity())).isEqualTo("ExpiredToken");
  }

  /**
   * EC2 API reference, common errors: RequestExpired also if temporary credentials have expired;
   * common errors of KMS and SSM: ExpiredTokenException.
   */
  @Test
  void endsSessionsOfAccount() {
    Caller ended = session("111122223333");
    Caller other = session("444455556666");

    assertThat(cloud.endSessions("111122223333")).isEqualTo(1);

    assertThat(codeOf(() -> cloud.ec2(ended, "eu-west-1").describeImages()))
        .isEqualTo("RequestExpired");
    assertThat(codeOf(() -> cloud.kms(ended, "eu-west-1").describeKey(r -> r.keyId("a"))))
        .isEqualTo("ExpiredTokenException");
    assertThat(codeOf(() -> cloud.ssm(ended, "eu-west-1").getParameter(r -> r.name("/a"))))
        .isEqualTo("ExpiredTokenException");
    assertThat(cloud.ec2(other, "eu-west-1").describeImages().images()).isEmpty();
    assertThat(cloud.endSessions(null)).isEqualTo(1);
  }

  private Caller session(String account) {
    String role = cloud.seeds().role(account, "images", null, "123456789012");
    return cloud.caller(assume(role, null).credentials().accessKeyId()).orElseThrow();
  }

  private static String codeOf(ThrowingCallable call) {
    return catchThrowableOfType(AwsServiceException.class, call).awsErrorDetails().errorCode();
  }

  @Test
  void requiresExternalId() {
    String role = cloud.seeds().role("111122223333", "images", "secret-1", "123456789012");
    denied(role, null);
    denied(role, "secret-2");
    assertThat(assume(role, "secret-1").credentials().sessionToken()).isNotBlank();
  }

  @Test
  void refusesUntrustedAndUnknownRoleAlike() {
    denied(cloud.seeds().role("111122223333", "images", null, "999988887777"), null);
    denied("arn:aws:iam::111122223333:role/none", null);
  }

  @Test
  void acceptsSeededAccessKey() {
    cloud.seeds().accessKey("111122223333", "AKIAEXAMPLE", "ci");
    assertThat(cloud.caller("AKIAEXAMPLE").orElseThrow().principalArn())
        .isEqualTo("arn:aws:iam::111122223333:user/ci");
    assertThat(cloud.caller("AKIAOTHER")).isEmpty();
  }

  private AssumeRoleResponse assume(String role, String externalId) {
    return cloud
        .sts(OPERATOR)
        .assumeRole(r -> r.roleArn(role).roleSessionName("operator").externalId(externalId));
  }

  private void denied(String role, String externalId) {
    assertThatThrownBy(() -> assume(role, externalId))
        .isInstanceOfSatisfying(
            StsException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.getMessage()).contains("sts:AssumeRole on resource: " + role);
            });
  }
}
