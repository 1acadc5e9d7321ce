package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Retire;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecSelectBuilder;
import dev.amioperator.api.v1alpha1.KeepSpecBuilder;
import dev.amioperator.api.v1alpha1.RetentionTarget;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcesPolicyTest {
  /** An approval names images; the CRD of an earlier version may let it pass for objects. */
  @ParameterizedTest
  @CsvSource({"PLAN, false", "APPROVED, false", "ENFORCE, true"})
  void changesObjectsInModeEnforceOnly(Mode mode, boolean enforced) {
    AmiRetentionPolicy policy = new AmiRetentionPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withNamespace("images").withName("old").build());
    policy.setSpec(
        AmiRetentionPolicySpecBuilder.builder()
            .target(RetentionTarget.RESOURCES)
            .select(
                AmiRetentionPolicySpecSelectBuilder.builder()
                    .matchLabels(Map.of("family", "web"))
                    .build())
            .keep(KeepSpecBuilder.builder().newest(3).build())
            .retire(new Retire(null, null, null, "30d"))
            .mode(mode)
            .build());
    assertThat(ResourcesPolicy.of(policy).enforce()).isEqualTo(enforced);
  }
}
