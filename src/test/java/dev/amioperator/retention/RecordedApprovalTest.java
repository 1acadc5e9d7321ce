package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedApprovalTest {
  private static final String PLAN = "sha256:" + "ab".repeat(32);
  private static final String EARLIER = "2026-05-30T12:00:00Z";

  @Test
  void countsFromWhenItWasFirstSeen() {
    RecordedApproval approval =
        RecordedApproval.of(spec(Mode.APPROVED, PLAN, "7d"), seen(PLAN, EARLIER), NOW)
            .orElseThrow();
    assertThat(approval.known()).isTrue();
    assertThat(approval.entry())
        .isEqualTo(new AmiRetentionPolicyStatus.Approval(PLAN, EARLIER, "2026-06-06T12:00:00Z"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"yesterday", "2026-06-01T12:00:01Z", ""})
  void isUnknownWithoutReadableTime(String since) {
    RecordedApproval approval =
        RecordedApproval.of(spec(Mode.APPROVED, PLAN, null), seen(PLAN, since), NOW).orElseThrow();
    assertThat(approval.known()).isFalse();
    assertThat(approval.since()).isEqualTo(NOW);
    assertThat(approval.until()).isEqualTo(NOW.plus(Duration.ofDays(30)));
  }

  @Test
  void restartsWithAnotherPlan() {
    AmiRetentionPolicyStatus.Approval other = seen("sha256:" + "cd".repeat(32), EARLIER);
    assertThat(
            RecordedApproval.of(spec(Mode.APPROVED, PLAN, null), other, NOW).orElseThrow().known())
        .isFalse();
    assertThat(
            RecordedApproval.of(spec(Mode.APPROVED, PLAN, null), null, NOW).orElseThrow().known())
        .isFalse();
  }

  @Test
  void needsModeAndPlan() {
    assertThat(RecordedApproval.of(spec(Mode.PLAN, PLAN, null), seen(PLAN, EARLIER), NOW))
        .isEmpty();
    assertThat(RecordedApproval.of(spec(null, PLAN, null), seen(PLAN, EARLIER), NOW)).isEmpty();
    assertThat(RecordedApproval.of(spec(Mode.APPROVED, null, null), seen(PLAN, EARLIER), NOW))
        .isEmpty();
  }

  private static AmiRetentionPolicyStatus.Approval seen(String plan, String since) {
    return new AmiRetentionPolicyStatus.Approval(plan, since, Instant.MAX.toString());
  }

  private static AmiRetentionPolicySpec spec(Mode mode, String plan, String validFor) {
    return AmiRetentionPolicySpecBuilder.builder()
        .mode(mode)
        .approvedPlan(plan)
        .approvalValidFor(validFor)
        .build();
  }
}
