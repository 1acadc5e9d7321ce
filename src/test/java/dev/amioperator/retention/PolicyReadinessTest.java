package dev.amioperator.retention;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyReadinessTest {
  private static final AccountRegion DENIED =
      new AccountRegion("default", "123456789012", "us-east-1");

  @Test
  void namesRegionThatCannotBeListed() {
    Ec2CallException denied =
        new Ec2CallException(
            ErrorClass.DENIED,
            "DescribeImages",
            "UnauthorizedOperation",
            "the operator's credentials lack the permission ec2:DescribeImages; allow it: denied",
            null);

    ReadyState state = readyState(Map.of(DENIED, denied));

    assertThat(state).isInstanceOf(ReadyState.Blocked.class);
    assertThat(state.reason()).isEqualTo(Reason.Denied);
    assertThat(state.message()).contains("omits us-east-1", "ec2:DescribeImages; allow it");
  }

  @Test
  void isReadyWhenEveryRegionIsListed() {
    assertThat(readyState(Map.of())).isInstanceOf(ReadyState.Ready.class);
  }

  private static ReadyState readyState(Map<AccountRegion, Ec2CallException> listFailures) {
    return PolicyReadiness.of(
        RetentionScenario.withImages(List.of()).policy(),
        new GatheredFacts(List.of(), Map.of(), Map.of(), listFailures, UsageReads.NONE),
        RetirementPlan.planOnly(List.of(), new Facts.History(Set.of(), List.of()), NOW),
        List.of());
  }
}
