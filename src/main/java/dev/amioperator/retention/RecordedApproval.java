package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.reconcile.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When the operator first saw {@code spec.approvedPlan}.
 *
 * @param known whether the status had it before this evaluation: nothing is done by an approval
 *     whose age only this process knows
 */
record RecordedApproval(String plan, Instant since, Instant until, boolean known) {
  private static final Duration DEFAULT_VALID_FOR = Duration.ofDays(30);

  /** The approval of a spec, counted from the time in the status; empty: none is given. */
  static Optional<RecordedApproval> of(
      AmiRetentionPolicySpec spec, AmiRetentionPolicyStatus.Approval previous, Instant now) {
    if (spec.mode() != Mode.APPROVED || spec.approvedPlan() == null) {
      return Optional.empty();
    }
    Optional<Instant> since = since(spec.approvedPlan(), previous, now);
    Instant start = since.orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS));
    Duration validFor =
        Optional.ofNullable(spec.approvalValidFor())
            .map(Durations::parse)
            .orElse(DEFAULT_VALID_FOR);
    return Optional.of(
        new RecordedApproval(spec.approvedPlan(), start, start.plus(validFor), since.isPresent()));
  }

  /** A time that cannot be parsed or is in the future is no record. */
  private static Optional<Instant> since(
      String plan, AmiRetentionPolicyStatus.Approval previous, Instant now) {
    if (previous == null || !plan.equals(previous.plan())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(previous.since())).filter(since -> !since.isAfter(now));
    } catch (DateTimeParseException | NullPointerException e) {
      return Optional.empty();
    }
  }

  /** The entry of the status. */
  AmiRetentionPolicyStatus.Approval entry() {
    return new AmiRetentionPolicyStatus.Approval(plan, since.toString(), until.toString());
  }
}
