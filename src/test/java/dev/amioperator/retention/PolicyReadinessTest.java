package dev.amioperator.retention;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    assertThat(state.message())
        .contains("omits us-east-1 of AwsAccount default", "ec2:DescribeImages; allow it");
  }

  @Test
  void namesAccountThatIsNotEvaluated() {
    ReadyState cause =
        new ReadyState.Blocked(
            Reason.AccountNotReady,
            "AwsAccount prod is not ready; see its conditions.",
            Duration.ofMinutes(1));

    ReadyState state = readyState(Map.of("prod", cause), Map.of());

    assertThat(state).isInstanceOf(ReadyState.Blocked.class);
    assertThat(state.reason()).isEqualTo(Reason.AccountNotReady);
    assertThat(state.message())
        .isEqualTo(
            "The plan omits AwsAccount prod: AwsAccount prod is not ready; see its conditions.");
  }

  @Test
  void isReadyWhenEveryRegionIsListed() {
    assertThat(readyState(Map.of())).isInstanceOf(ReadyState.Ready.class);
  }

  private static ReadyState readyState(Map<AccountRegion, Ec2CallException> listFailures) {
    return readyState(Map.of(), listFailures);
  }

  private static ReadyState readyState(
      Map<String, ReadyState> unavailable, Map<AccountRegion, Ec2CallException> listFailures) {
    return PolicyReadiness.of(
        RetentionScenario.withImages(List.of()).policy(),
        new TreeMap<>(unavailable),
        new GatheredFacts(
            List.of(),
            Map.of(),
            Map.of(),
            listFailures,
            UsageReads.NONE,
            List.of(),
            OrphanPlan.NONE),
        RetirementPlan.planOnly(List.of(), new Facts.History(Set.of(), List.of()), NOW),
        new RetirementExecutor.Execution(List.of(), List.of(), List.of()));
  }
}
