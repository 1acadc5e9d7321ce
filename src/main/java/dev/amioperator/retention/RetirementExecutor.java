package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.ImageAction.DeregisterImage;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.EventRecorder;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.retention.RetirementPlan.PlannedActions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Executes the EC2 actions of policies, and reports each retired image by an event. */
@ApplicationScoped
class RetirementExecutor {
  /** Kubernetes limits the events that a source may write at once. */
  private static final int MAX_EVENTS = 20;

  private final ActionExecutor actionExecutor;
  private final EventRecorder eventRecorder;

  RetirementExecutor(ActionExecutor actionExecutor, EventRecorder eventRecorder) {
    this.actionExecutor = actionExecutor;
    this.eventRecorder = eventRecorder;
  }

  /** Executes all planned EC2 actions, even if some of them fail. */
  List<Ec2CallException> execute(
      AmiRetentionPolicy policy,
      Owner owner,
      Function<AccountRegion, PolicyCoverage> coverage,
      RetirementPlan plan) {
    List<Ec2CallException> failures = new ArrayList<>();
    List<Retiring> deregistered = new ArrayList<>();
    for (PlannedActions planned : plan.plannedActions()) {
      try {
        actionExecutor.execute(
            planned.accountRegion(),
            planned.claim(owner, coverage.apply(planned.accountRegion())),
            planned.actions());
        if (planned.actions().stream().anyMatch(DeregisterImage.class::isInstance)) {
          planned.retiring().ifPresent(deregistered::add);
        }
      } catch (Ec2CallException failure) {
        failures.add(failure);
      }
    }
    events(deregistered).forEach(event -> eventRecorder.record(policy, event));
    return failures;
  }

  /** An event for each image; of very many, the last event counts those without one. */
  static List<ObjectEvent> events(List<Retiring> deregistered) {
    int single = deregistered.size() > MAX_EVENTS ? MAX_EVENTS - 1 : deregistered.size();
    List<ObjectEvent> events = new ArrayList<>();
    deregistered.stream().limit(single).map(RetirementExecutor::message).forEach(events::add);
    if (single < deregistered.size()) {
      events.add(
          ObjectEvent.normal(
              Reason.ImageDeregistered,
              "Deregistered %d more images, the last of them %s in %s."
                  .formatted(
                      deregistered.size() - single,
                      deregistered.getLast().imageId(),
                      deregistered.getLast().region())));
    }
    return events;
  }

  private static ObjectEvent message(Retiring entry) {
    int snapshots = RetiringImagePlanner.recordedSnapshots(entry).size();
    return ObjectEvent.normal(
        Reason.ImageDeregistered,
        "Deregistered %s in %s. It has %d snapshots; those that were created with it are deleted next."
            .formatted(entry.imageId(), entry.region(), snapshots));
  }
}
