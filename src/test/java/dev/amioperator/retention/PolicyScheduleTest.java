package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyScheduleTest {
  private static final Duration SIX_HOURS = Duration.ofHours(6);

  @Test
  void schedulesOneDecisionPerInterval() {
    Instant began = PolicySchedule.intervalStart(SIX_HOURS, "uid", NOW);

    assertThat(PolicySchedule.intervalStart(SIX_HOURS, "uid", began.plus(SIX_HOURS).minusNanos(1)))
        .isEqualTo(began);
    assertThat(PolicySchedule.intervalStart(SIX_HOURS, "uid", began.plus(SIX_HOURS)))
        .isEqualTo(began.plus(SIX_HOURS));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no status,               2, '{}'",
    "an edited policy,        2, '{observedGeneration: 1, plan: {}, conditions: [{reason: Planned}]}'",
    "asked about since,       2, '{observedGeneration: 2, plan: {}, conditions: [{reason: Observing}]}'",
    "suspended since,         2, '{observedGeneration: 2, plan: {}, conditions: [{reason: Suspended}]}'",
    "conditions lost,         1, '{observedGeneration: 1, plan: {}}'",
    "never decided,           1, '{observedGeneration: 1, conditions: [{reason: Unreachable}]}'"
  })
  void requiresNewObservationForChangedPolicy(String which, long generation, String status) {
    assertThat(PolicySchedule.intervalStart(policy(generation, status), NOW)).isEqualTo(NOW);
  }

  @Test
  void acceptsObservationsSinceIntervalStart() {
    AmiRetentionPolicy policy =
        policy(1, "{observedGeneration: 1, plan: {}, conditions: [{reason: Planned}]}");
    assertThat(PolicySchedule.intervalStart(policy, NOW))
        .isEqualTo(PolicySchedule.intervalStart(SIX_HOURS, "uid", NOW));
  }

  private static AmiRetentionPolicy policy(long generation, String status) {
    AmiRetentionPolicy policy = new AmiRetentionPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withUid("uid").withGeneration(generation).build());
    policy.setSpec(Manifests.read("{interval: 6h}", AmiRetentionPolicySpec.class));
    policy.setStatus(Manifests.read(status, AmiRetentionPolicyStatus.class));
    return policy;
  }

  @Test
  void spreadsPoliciesOverInterval() {
    assertThat(PolicySchedule.intervalStart(SIX_HOURS, "one", NOW))
        .isNotEqualTo(PolicySchedule.intervalStart(SIX_HOURS, "two", NOW));
  }
}
