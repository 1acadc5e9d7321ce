package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.reconcile.Conditions;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.StatusUpdate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the status of an AmiRetentionPolicy: the plan, the ledger, and how it stands. */
final class RetentionStatus {
  private static final AmiRetentionPolicyStatus NONE =
      new AmiRetentionPolicyStatus(null, null, null, null, null, null);

  private final AmiRetentionPolicy policy;
  private final AmiRetentionPolicyStatus former;
  private final Instant now;

  RetentionStatus(AmiRetentionPolicy policy, Instant now) {
    this.policy = policy;
    this.former = Optional.ofNullable(policy.getStatus()).orElse(NONE);
    this.now = now;
  }

  /** The moment of the reconcile. */
  Instant now() {
    return now;
  }

  /**
   * The account that the ledger's images are in; null: the ledger is empty, any account will do.
   */
  String pinned() {
    return ledger().isEmpty() ? null : former.accountId();
  }

  List<Retiring> ledger() {
    return Optional.ofNullable(former.retiring()).orElse(List.of());
  }

  Facts.History history() {
    return new Facts.History(
        ledger().stream().map(Retiring::imageId).collect(Collectors.toSet()),
        Optional.ofNullable(former.retired()).orElse(List.of()).stream()
            .map(this::moment)
            .toList());
  }

  /** Nothing new is known of EC2: only the verdict changes. */
  StatusUpdate<AmiRetentionPolicyStatus> only(ReadyState readyState) {
    return with(former.accountId(), former.plan(), ledger(), former.retired(), readyState);
  }

  /** EC2 is being asked: a status that says more than that stays as it is. */
  StatusUpdate<AmiRetentionPolicyStatus> asking(ReadyState readyState) {
    boolean says =
        former.conditions() != null
            && policy.getMetadata().getGeneration().equals(former.observedGeneration());
    return readyState.reason() == Reason.Observing && says
        ? new StatusUpdate<>(former, readyState)
        : only(readyState);
  }

  /** What was decided, and what of it is under way. */
  StatusUpdate<AmiRetentionPolicyStatus> decided(
      String accountId, Plan plan, Agenda agenda, ReadyState readyState) {
    return with(accountId, plan, agenda.ledger(), agenda.retired(), readyState);
  }

  /** The policy is being deleted: only what is left in the ledger changes. */
  StatusUpdate<AmiRetentionPolicyStatus> leaving(Agenda agenda, ReadyState readyState) {
    return with(former.accountId(), former.plan(), agenda.ledger(), agenda.retired(), readyState);
  }

  private StatusUpdate<AmiRetentionPolicyStatus> with(
      String accountId,
      Plan plan,
      List<Retiring> ledger,
      List<String> retired,
      ReadyState readyState) {
    long generation = policy.getMetadata().getGeneration();
    return new StatusUpdate<>(
        new AmiRetentionPolicyStatus(
            generation,
            accountId,
            plan,
            emptyToNull(ledger),
            emptyToNull(retired),
            Conditions.of(readyState, generation, former.conditions(), now)),
        readyState);
  }

  /** Someone may have written into the status: what is no moment counts as just now. */
  private Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return now;
    }
  }

  private static <T> List<T> emptyToNull(List<T> list) {
    return list == null || list.isEmpty() ? null : list;
  }
}
