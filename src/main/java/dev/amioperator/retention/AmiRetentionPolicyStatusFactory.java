package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Progress;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatusBuilder;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.StatusFactory;
import dev.amioperator.reconcile.StatusUpdate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Builds the status of an AmiRetentionPolicy: plan, retiring images and conditions. */
final class AmiRetentionPolicyStatusFactory extends StatusFactory<AmiRetentionPolicyStatus> {
  private static final AmiRetentionPolicyStatus EMPTY =
      AmiRetentionPolicyStatusBuilder.builder().build();

  private final Optional<EnforcementSpell> previousSpell;
  private final Optional<RecordedApproval> approval;

  AmiRetentionPolicyStatusFactory(AmiRetentionPolicy policy, Instant now) {
    super(policy, EMPTY, now);
    this.previousSpell =
        EffectivePolicy.enforced(policy.getSpec()) ? recordedSpell() : Optional.empty();
    this.approval = RecordedApproval.of(policy.getSpec(), previousStatus.approval(), now);
  }

  /** When the approval of the spec expires; empty: none is given, or recorded yet. */
  Optional<Instant> approvedUntil() {
    return approval.filter(RecordedApproval::known).map(RecordedApproval::until);
  }

  List<String> approvablePlans() {
    return Optional.ofNullable(previousStatus.approvablePlans()).orElse(List.of());
  }

  /** The spell of mode Enforce up to now; empty in mode Plan, while suspended, or if unreadable. */
  Optional<EnforcementSpell> previousSpell() {
    return previousSpell;
  }

  private Optional<EnforcementSpell> recordedSpell() {
    try {
      return Optional.of(
          new EnforcementSpell(
              Instant.parse(previousStatus.enforcingSince()),
              Instant.parse(previousStatus.lastEnforced()),
              Objects.requireNonNull(previousStatus.enforcedScope())));
    } catch (DateTimeParseException | NullPointerException e) {
      return Optional.empty();
    }
  }

  /** The account id of the retiring images; null: there are none, so any account is accepted. */
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

  @Override
  public StatusUpdate<AmiRetentionPolicyStatus> withReadyState(ReadyState readyState) {
    return statusUpdate(
        previousStatus.accountId(),
        previousSpell,
        previousStatus.plan(),
        approvablePlans(),
        previousStatus.progress(),
        retiring(),
        previousStatus.retired(),
        readyState);
  }

  /**
   * The plan so far, while the usage of further images is read from EC2. A complete plan of the
   * current spec stays, and the status changes only every few percent.
   */
  StatusUpdate<AmiRetentionPolicyStatus> deciding(
      String accountId, List<Decision> decisions, UsageReads reads) {
    Progress progress = EvaluationProgress.of(decisions.size(), reads);
    ReadyState readyState = EvaluationProgress.readyState(progress, reads);
    boolean planned = observedCurrentSpec() && previousStatus.plan() != null;
    boolean shown = previousStatus.progress() == null || previousStatus.progress().equals(progress);
    return planned && shown
        ? observationPending(readyState)
        : statusUpdate(
            accountId,
            previousSpell,
            PlanSummary.of(decisions),
            approvablePlans(),
            progress,
            retiring(),
            previousStatus.retired(),
            readyState);
  }

  /** The plan of a policy, and the retirements in progress. */
  StatusUpdate<AmiRetentionPolicyStatus> decided(
      String accountId,
      Optional<EnforcementSpell> spell,
      Plan plan,
      List<String> approvablePlans,
      RetirementPlan retirement,
      ReadyState readyState) {
    return statusUpdate(
        accountId,
        spell,
        plan,
        approvablePlans,
        null,
        retirement.retiring(),
        retirement.retired(),
        readyState);
  }

  /** The retirements in progress of a policy that is being deleted; its plan stays. */
  StatusUpdate<AmiRetentionPolicyStatus> deleting(
      RetirementPlan retirement, ReadyState readyState) {
    return decided(
        previousStatus.accountId(),
        previousSpell,
        previousStatus.plan(),
        approvablePlans(),
        retirement,
        readyState);
  }

  private StatusUpdate<AmiRetentionPolicyStatus> statusUpdate(
      String accountId,
      Optional<EnforcementSpell> spell,
      Plan plan,
      List<String> approvablePlans,
      Progress progress,
      List<Retiring> retiring,
      List<String> retired,
      ReadyState readyState) {
    return new StatusUpdate<>(
        new AmiRetentionPolicyStatus(
            generation(),
            accountId,
            spell.map(EnforcementSpell::since).map(Instant::toString).orElse(null),
            spell.map(EnforcementSpell::lastEvaluated).map(Instant::toString).orElse(null),
            spell.map(EnforcementSpell::scope).orElse(null),
            plan,
            approval.map(RecordedApproval::entry).orElse(null),
            emptyToNull(approvablePlans),
            progress,
            emptyToNull(retiring),
            previousStatus.deleting(),
            emptyToNull(retired),
            conditions(readyState)),
        readyState);
  }

  /** Counts an unreadable or future time, as after an edit of the status by hand, as now. */
  private Instant parseOrNow(String text) {
    try {
      Instant time = Instant.parse(text);
      return time.isAfter(now()) ? now() : time;
    } catch (DateTimeParseException e) {
      return now();
    }
  }
}
