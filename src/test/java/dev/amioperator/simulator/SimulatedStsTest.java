package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
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
    assertThat(cloud.caller(key)).isEmpty();
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
