package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionModeQuarkusTest extends RetentionTestBase {
  @Test
  void restartsRetentionPeriodAfterModePlan() {
    String image = image("planned", 40);
    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(image));
    awaitStatus(status -> enforcingSince(status) != null);

    setMode("Plan");
    awaitStatus(status -> status.ready() && enforcingSince(status) == null);
    cloud.clock().step(Duration.ofDays(90));
    Instant back = cloud.clock().instant();
    setMode("Enforce");

    AmiRetentionPolicyStatus status = awaitStatus(s -> enforcingSince(s) != null && s.ready());
    assertThat(reasons(status)).containsOnly(Map.entry(image, "Unkept"));
    assertThat(Instant.parse(enforcingSince(status)).plusSeconds(1)).isAfter(back);
    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> images().isEmpty());
  }

  @Test
  void restartsRetentionPeriodAfterGap() {
    String image = image("unobserved", 40);
    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(image));
    String before = enforcingSince(awaitStatus(s -> enforcingSince(s) != null && s.ready()));

    cloud.clock().step(Duration.ofDays(7));
    AmiRetentionPolicyStatus status = awaitStatus(s -> !before.equals(enforcingSince(s)));
    assertThat(reasons(status)).containsOnly(Map.entry(image, "Unkept"));
    assertThat(images()).containsExactly(image);
  }

  @Test
  void cancelsRetirementAtBreak() {
    String image = image("cancelled", 40);
    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(image));
    cloud.faults().refuse("DeregisterImage", "InternalError", Integer.MAX_VALUE);
    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(status -> status.retiring() != null);

    setMode("Plan");
    awaitStatus(status -> status.ready() && enforcingSince(status) == null);
    cloud.faults().clear();
    setMode("Enforce");

    AmiRetentionPolicyStatus status = awaitStatus(s -> s.ready() && s.retiring() == null);
    assertThat(reasons(status)).containsOnly(Map.entry(image, "Unkept"));
    assertThat(images()).containsExactly(image);
  }
}
