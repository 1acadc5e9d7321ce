package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.StatusFactory;
import dev.amioperator.reconcile.StatusUpdate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the status of an AmiRetentionPolicy: the plan, the ledger, and how it stands. */
final class AmiRetentionPolicyStatusFactory extends StatusFactory<AmiRetentionPolicyStatus> {
  private static final AmiRetentionPolicyStatus EMPTY =
      new AmiRetentionPolicyStatus(null, null, null, null, null, null);

  AmiRetentionPolicyStatusFactory(AmiRetentionPolicy policy, Instant now) {
    super(policy, EMPTY, now);
  }

  /**
   * The account that the ledger's images are in; null: the ledger is empty, any account will do.
   */
  String requiredAccountId() {
    return retiring().isEmpty() ? null : previousStatus.accountId();
  }

  List<Retiring> retiring() {
    return Optional.ofNullable(previousStatus.retiring()).orElse(List.of());
  }

  Facts.History history() {
    return new Facts.History(
        retiring().stream().map(Retiring::imageId).collect(Collectors.toSet()),
        Optional.ofNullable(previousStatus.retired()).orElse(List.of()).stream()
            .map(this::parseOrNow)
            .toList());
  }

  /** Nothing new is known of EC2: only the verdict changes. */
  @Override
  public StatusUpdate<AmiRetentionPolicyStatus> withReadyState(ReadyState readyState) {
    return statusUpdate(
        previousStatus.accountId(),
        previousStatus.plan(),
        retiring(),
        previousStatus.retired(),
        readyState);
  }

  /** What was decided, and what of it is under way. */
  StatusUpdate<AmiRetentionPolicyStatus> decided(
      String accountId, Plan plan, RetirementPlan retirementPlan, ReadyState readyState) {
    return statusUpdate(
        accountId, plan, retirementPlan.retiring(), retirementPlan.retired(), readyState);
  }

  /** The policy is being deleted: only what is left in the ledger changes. */
  StatusUpdate<AmiRetentionPolicyStatus> deleting(
      RetirementPlan retirementPlan, ReadyState readyState) {
    return statusUpdate(
        previousStatus.accountId(),
        previousStatus.plan(),
        retirementPlan.retiring(),
        retirementPlan.retired(),
        readyState);
  }

  private StatusUpdate<AmiRetentionPolicyStatus> statusUpdate(
      String accountId,
      Plan plan,
      List<Retiring> ledger,
      List<String> retired,
      ReadyState readyState) {
    return new StatusUpdate<>(
        new AmiRetentionPolicyStatus(
            generation(),
            accountId,
            plan,
            emptyToNull(ledger),
            emptyToNull(retired),
            conditions(readyState)),
        readyState);
  }

  /** Someone may have written into the status: what is no moment counts as just now. */
  private Instant parseOrNow(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return now();
    }
  }
}
