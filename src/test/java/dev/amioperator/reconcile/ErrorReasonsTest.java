package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorReasonsTest {
  @Test
  void explainsHowToLeaveImageOfBackup() {
    ReadyState readyState =
        ErrorReasons.readyState(
            new Ec2CallException(
                ErrorClass.INVALID,
                "DeregisterImage",
                "InvalidParameterValue",
                "This image is managed by the AWS Backup service and cannot be deleted via EC2"
                    + " APIs",
                null));
    assertThat(readyState).isInstanceOf(ReadyState.Stalled.class);
    assertThat(readyState.message())
        .contains("DeregisterImage", "recovery point", "amioperator.dev/abandon=true");
  }

  /** A region that does not exist cannot be allowed. */
  @Test
  void advisesNoPermissionForEveryDenial() {
    ReadyState readyState =
        ErrorReasons.readyState(
            new Ec2CallException(
                    ErrorClass.DENIED, "DescribeImages", "AuthFailure", "no such region", null)
                .about("in eu-west-9"));
    assertThat(readyState).isInstanceOf(ReadyState.Stalled.class);
    assertThat(readyState.message())
        .isEqualTo(
            "DescribeImages in eu-west-9: no such region (AuthFailure). It is retried every few"
                + " minutes.");
  }

  /** No failure may be repeated more often than every ten seconds. */
  @ParameterizedTest
  @EnumSource(ErrorClass.class)
  void retriesNoFailureInHotLoop(ErrorClass errorClass) {
    ReadyState readyState =
        ErrorReasons.readyState(
            new Ec2CallException(errorClass, "CreateImage", "Code", "refused", null)
                .about("of i-1"));
    assertThat(readyState.message()).contains("CreateImage of i-1", "refused");
    assertThat(
            new RequeuePolicy(Duration.ofMinutes(10), Duration.ofMinutes(2), 1)
                .requeueAfter(readyState))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
  }
}
