package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.EventRecorder;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.retention.OrphanLedger.Outcome;
import dev.amioperator.retention.OrphanPlan.PlannedCalls;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Executes the EC2 actions about orphaned snapshots, and reports each deletion by an event. */
@ApplicationScoped
class OrphanExecutor {
  /** Kubernetes limits the events that a source may write at once. */
  private static final int MAX_EVENTS = 20;

  /** As many characters as the status holds. */
  private static final int MAX_MESSAGE = 512;

  private final ActionExecutor actionExecutor;
  private final EventRecorder eventRecorder;

  OrphanExecutor(ActionExecutor actionExecutor, EventRecorder eventRecorder) {
    this.actionExecutor = actionExecutor;
    this.eventRecorder = eventRecorder;
  }

  /**
   * What was executed.
   *
   * @param failures of calls that are repeated
   */
  record Executed(OrphanLedger ledger, List<Ec2CallException> failures) {}

  /** Executes all planned actions, even if some of them fail. */
  Executed execute(AmiRetentionPolicy policy, OrphanPlan plan, Instant now) {
    List<Ec2CallException> failures = new ArrayList<>();
    for (PlannedCalls calls : plan.tagChanges()) {
      try {
        actionExecutor.execute(calls.accountRegion(), calls.claim(), calls.actions());
      } catch (Ec2CallException failure) {
        failures.add(failure);
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    List<PlannedCalls> deleted = new ArrayList<>();
    for (PlannedCalls calls : plan.deletions()) {
      String id = calls.snapshots().getFirst().id();
      try {
        actionExecutor.execute(calls.accountRegion(), calls.claim(), calls.actions());
        outcomes.add(new Outcome(id, Optional.empty()));
        deleted.add(calls);
      } catch (Ec2CallException failure) {
        refusal(failure)
            .ifPresentOrElse(
                why -> outcomes.add(new Outcome(id, Optional.of(why))),
                () -> failures.add(failure));
      }
    }
    events(deleted, recoveries(plan), now).forEach(event -> eventRecorder.record(policy, event));
    return new Executed(plan.ledger().answered(outcomes, now), failures);
  }

  private static Map<String, Recovery> recoveries(OrphanPlan plan) {
    Map<String, Recovery> recoveries = new HashMap<>();
    plan.decisions()
        .forEach(
            decision ->
                decision
                    .recovery()
                    .ifPresent(known -> recoveries.put(decision.snapshotId(), known)));
    return recoveries;
  }

  /** Why the snapshot stays; empty: the failure says nothing about the snapshot. */
  private static Optional<String> refusal(Ec2CallException failure) {
    return switch (failure.errorClass()) {
      case IN_USE, PROTECTED, WRONG_STATE, INVALID, NOT_OWNED ->
          Optional.of(
              ReadyState.truncated(
                  "EC2 did not delete it, and it stays: " + failure.summary(), MAX_MESSAGE));
      case NOT_FOUND,
          ALREADY_EXISTS,
          THROTTLED,
          QUOTA,
          DENIED,
          ACCOUNT_UNAVAILABLE,
          UNSUPPORTED,
          CLOCK_SKEW,
          TRANSIENT ->
          Optional.empty();
    };
  }

  /** An event for each snapshot; of very many, the last event counts those without one. */
  static List<ObjectEvent> events(
      List<PlannedCalls> deleted, Map<String, Recovery> recoveries, Instant now) {
    int single = deleted.size() > MAX_EVENTS ? MAX_EVENTS - 1 : deleted.size();
    List<ObjectEvent> events = new ArrayList<>();
    deleted.stream()
        .limit(single)
        .map(calls -> message(calls, recoveries, now))
        .forEach(events::add);
    if (single < deleted.size()) {
      events.add(
          ObjectEvent.normal(
              Reason.SnapshotDeleted,
              "Deleted %d more orphaned snapshots, the last of them %s in %s."
                  .formatted(
                      deleted.size() - single,
                      deleted.getLast().snapshots().getFirst().id(),
                      deleted.getLast().accountRegion().region())));
    }
    return events;
  }

  private static ObjectEvent message(
      PlannedCalls deleted, Map<String, Recovery> recoveries, Instant now) {
    Snapshot snapshot = deleted.snapshots().getFirst();
    return ObjectEvent.normal(
        Reason.SnapshotDeleted,
        "Deleted %s of %d GiB in %s of account %s, which EC2 created for %s. No image used it.%s"
            .formatted(
                snapshot.id(),
                snapshot.sizeGib(),
                deleted.accountRegion().region(),
                deleted.accountRegion().accountId(),
                snapshot.createdFor().orElse("an image"),
                Optional.ofNullable(recoveries.get(snapshot.id()))
                    .map(known -> " " + known.since(now))
                    .orElse("")));
  }
}
