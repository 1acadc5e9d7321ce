package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages about a role that cannot be assumed; STS's words were observed. */
class AssumeRoleRefusalTest {
  private static final String ROLE_ARN = "arn:aws-cn:iam::111122223333:role/images";
  private static final String PRINCIPAL = "arn:aws-cn:sts::123456789012:assumed-role/hub/eks-a-b";
  private static final AssumedRole ROLE =
      new AssumedRole(ROLE_ARN, "prod/a", "ami-operator", Duration.ofHours(1), Map.of());

  private static ReadyState state(ErrorClass errorClass, String code, String message) {
    return AssumeRoleRefusal.readyState(
        ROLE, new Ec2CallException(errorClass, "AssumeRole", code, message, null));
  }

  private static ReadyState denied(String action) {
    return state(
        ErrorClass.DENIED,
        "AccessDenied",
        ("the operator's credentials lack the permission sts:AssumeRole: User: %s is not authorized"
                + " to perform: %s on resource: %s")
            .formatted(PRINCIPAL, action, ROLE_ARN));
  }

  @Test
  void denialNamesPrincipalRoleAndTrust() {
    ReadyState refused = denied("sts:AssumeRole");

    assertThat(refused).isInstanceOf(ReadyState.Stalled.class);
    assertThat(refused.reason()).isEqualTo(Reason.Denied);
    assertThat(refused.message())
        .contains(PRINCIPAL, ROLE_ARN, "external id prod/a")
        .contains("\"Principal\": {\"AWS\": \"arn:aws-cn:iam::123456789012:root\"}")
        .contains("\"sts:ExternalId\": \"prod/a\"")
        .contains(
            "\"ArnLike\": {\"aws:PrincipalArn\": [\"arn:aws-cn:iam::123456789012:role/hub\","
                + " \"arn:aws-cn:iam::123456789012:role/*/hub\"]}")
        .doesNotContain("lack the permission");
  }

  /** Pod Identity's tags are transitive: without sts:TagSession the role cannot be assumed. */
  @Test
  void missingTagSessionNamesStatement() {
    assertThat(denied("sts:TagSession").message())
        .contains("Add this statement to the role's trust policy")
        .contains("\"Action\": \"sts:TagSession\", \"Condition\": {\"ArnLike\"")
        .doesNotContain("sts:ExternalId");
  }

  /** Pod Identity's tags alone take three quarters of the space. */
  @Test
  void tooManyTagsNameRemedy() {
    ReadyState refused =
        state(
            ErrorClass.INVALID,
            "PackedPolicyTooLarge",
            "Packed size of session tags consumes 112% of allotted space");

    assertThat(refused).isInstanceOf(ReadyState.Stalled.class);
    assertThat(refused.message()).contains("112%", "disableSessionTags");
  }

  @Test
  void disabledStsRegionNamesAccount() {
    assertThat(
            state(ErrorClass.DENIED, "RegionDisabledException", "STS is not activated").message())
        .contains("account 111122223333", "AWS_REGION");
  }

  @Test
  void outageIsNoRefusal() {
    assertThat(state(ErrorClass.TRANSIENT, "NoAnswer", "no response: reset"))
        .isInstanceOf(ReadyState.Blocked.class)
        .extracting(ReadyState::reason)
        .isEqualTo(Reason.Unreachable);
    assertThat(state(ErrorClass.THROTTLED, "Throttling", "Rate exceeded").reason())
        .isEqualTo(Reason.Throttled);
  }
}
