package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.PolicyRegion;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Progress;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.SnapshotDeletion;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatusBuilder;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.StatusFactory;
import dev.amioperator.reconcile.StatusUpdate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the status of an AmiRetentionPolicy: plan, retiring images and conditions. */
final class AmiRetentionPolicyStatusFactory extends StatusFactory<AmiRetentionPolicyStatus> {
  private static final AmiRetentionPolicyStatus EMPTY =
      AmiRetentionPolicyStatusBuilder.builder().build();

  private final AmiRetentionPolicy policy;
  private final Optional<PolicyAccess> access;
  private final RecordedAccounts accounts;
  private final Optional<RecordedApproval> approval;

  AmiRetentionPolicyStatusFactory(AmiRetentionPolicy policy, Instant now) {
    this(policy, Optional.empty(), now);
  }

  private AmiRetentionPolicyStatusFactory(
      AmiRetentionPolicy policy, Optional<PolicyAccess> access, Instant now) {
    super(policy, EMPTY, now);
    this.policy = policy;
    this.access = access;
    this.accounts = new RecordedAccounts(policy, previousStatus.accounts());
    this.approval = RecordedApproval.of(policy.getSpec(), previousStatus.approval(), now);
  }

  /** When the approval of the spec expires; empty: none is given, or recorded yet. */
  Optional<Instant> approvedUntil() {
    return approval.filter(RecordedApproval::known).map(RecordedApproval::until);
  }

  List<String> approvablePlans() {
    return Optional.ofNullable(previousStatus.approvablePlans()).orElse(List.of());
  }

  /** This factory, of statuses that show which accounts can be used. */
  AmiRetentionPolicyStatusFactory with(PolicyAccess checked) {
    return new AmiRetentionPolicyStatusFactory(policy, Optional.of(checked), now());
  }

  /** What the status recorded of the policy's accounts. */
  RecordedAccounts accounts() {
    return accounts;
  }

  /** The spell of target Resources; empty in mode Plan, while suspended, or if unreadable. */
  Optional<EnforcementSpell> previousSpell() {
    return EffectivePolicy.enforced(policy.getSpec())
        ? EnforcementSpell.recorded(
            previousStatus.enforcingSince(),
            previousStatus.lastEnforced(),
            previousStatus.enforcedScope())
        : Optional.empty();
  }

  /** The accounts and regions in which something is to be finished or undone. */
  Stream<AccountRegion> unfinished() {
    return Stream.concat(
            retiring().stream()
                .map(
                    entry ->
                        new AccountRegion(entry.accountRef(), entry.accountId(), entry.region())),
            reversible().stream()
                .map(
                    entry ->
                        new AccountRegion(entry.accountRef(), entry.accountId(), entry.region())))
        .distinct();
  }

  List<PolicyRegion> reversible() {
    return Optional.ofNullable(previousStatus.reversible()).orElse(List.of());
  }

  List<Retiring> retiring() {
    return Optional.ofNullable(previousStatus.retiring()).orElse(List.of());
  }

  /** The orphaned snapshots that the status counts; null: none. */
  List<SnapshotDeletion> snapshotDeletions() {
    return previousStatus.snapshotDeletions();
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
        accounts.spells(),
        previousStatus.plan(),
        approvablePlans(),
        previousStatus.progress(),
        retiring(),
        reversible(),
        previousStatus.retired(),
        previousStatus.snapshotDeletions(),
        readyState);
  }

  /**
   * The plan so far, while the usage of further images is read from EC2. A complete plan of the
   * current spec stays, and the status changes only every few percent.
   */
  StatusUpdate<AmiRetentionPolicyStatus> deciding(List<Decision> decisions, UsageReads reads) {
    Progress progress = EvaluationProgress.of(decisions.size(), reads);
    ReadyState readyState = EvaluationProgress.readyState(progress, reads);
    boolean planned = observedCurrentSpec() && previousStatus.plan() != null;
    boolean shown = previousStatus.progress() == null || previousStatus.progress().equals(progress);
    return planned && shown
        ? observationPending(readyState)
        : statusUpdate(
            accounts.spells(),
            PlanSummary.of(decisions),
            approvablePlans(),
            progress,
            retiring(),
            reversible(),
            previousStatus.retired(),
            previousStatus.snapshotDeletions(),
            readyState);
  }

  /**
   * The plan of a policy, and the retirements in progress.
   *
   * @param spells of the evaluated accounts, by the name of the AwsAccount
   */
  StatusUpdate<AmiRetentionPolicyStatus> decided(
      Map<String, EnforcementSpell> spells,
      Plan plan,
      List<String> approvablePlans,
      RetirementPlan retirement,
      OrphanLedger orphans,
      ReadyState readyState) {
    return statusUpdate(
        spells,
        plan,
        approvablePlans,
        null,
        retirement.retiring(),
        retirement.reversible(),
        retirement.retired(),
        orphans.entries(),
        readyState);
  }

  /** The retirements in progress of a policy that is being deleted; its plan stays. */
  StatusUpdate<AmiRetentionPolicyStatus> deleting(
      RetirementPlan retirement, ReadyState readyState) {
    return decided(
        accounts.spells(),
        previousStatus.plan(),
        approvablePlans(),
        retirement,
        OrphanLedger.of(snapshotDeletions(), now()),
        readyState);
  }

  private StatusUpdate<AmiRetentionPolicyStatus> statusUpdate(
      Map<String, EnforcementSpell> spells,
      Plan plan,
      List<String> approvablePlans,
      Progress progress,
      List<Retiring> retiring,
      List<PolicyRegion> reversible,
      List<String> retired,
      List<SnapshotDeletion> snapshotDeletions,
      ReadyState readyState) {
    return new StatusUpdate<>(
        new AmiRetentionPolicyStatus(
            generation(),
            emptyToNull(accounts.entries(access, spells)),
            spellTime(EnforcementSpell::since),
            spellTime(EnforcementSpell::lastEvaluated),
            previousSpell().map(EnforcementSpell::scope).orElse(null),
            plan,
            approval.map(RecordedApproval::entry).orElse(null),
            emptyToNull(approvablePlans),
            progress,
            emptyToNull(retiring),
            emptyToNull(reversible),
            previousStatus.deleting(),
            emptyToNull(retired),
            emptyToNull(snapshotDeletions),
            conditions(readyState)),
        readyState);
  }

  private String spellTime(Function<EnforcementSpell, Instant> time) {
    return previousSpell().map(time).map(Instant::toString).orElse(null);
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
