package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads statuses that were edited by hand. */
class AmiRetentionPolicyStatusFactoryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"soon", "", "2999-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
  void countsUnreadableRetirementsAsNow(String time) {
    Facts.History history =
        new AmiRetentionPolicyStatusFactory(policy("{retired: ['%s']}".formatted(time)), NOW)
            .history();

    assertThat(history.withinLimitPeriod(NOW)).containsExactly(NOW);
    assertThat(history.withinLimitPeriod(NOW.plus(RetirementLimit.PERIOD))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{accounts: [{accountRef: default, enforcingSince: now, lastEnforced: now, enforcedScope: s}]}",
        "{accounts: [{accountRef: default, enforcingSince: '2020-01-01T00:00:00Z', lastEnforced: '', enforcedScope: s}]}",
        "{accounts: [{accountRef: default, enforcingSince: '2020-01-01T00:00:00Z', lastEnforced: '2020-01-01T00:00:00Z'}]}",
        "{accounts: [{accountRef: default, enforcedScope: s}]}"
      })
  void startsNewSpellFromUnreadableStatus(String status) {
    assertThat(new AmiRetentionPolicyStatusFactory(policy(status), NOW).accounts().spells())
        .isEmpty();
  }

  private static AmiRetentionPolicy policy(String status) {
    AmiRetentionPolicy policy = new AmiRetentionPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withUid("uid").withGeneration(1L).build());
    policy.setSpec(Manifests.read("{mode: Enforce}", AmiRetentionPolicySpec.class));
    policy.setStatus(Manifests.read(status, AmiRetentionPolicyStatus.class));
    return policy;
  }
}
