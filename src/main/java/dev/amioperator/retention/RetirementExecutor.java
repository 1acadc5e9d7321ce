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
import dev.amioperator.retention.PlannedActions.Purpose;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Executes the EC2 actions of policies, and reports each step by an event. */
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
    List<PlannedActions> done = new ArrayList<>();
    for (PlannedActions planned : plan.plannedActions()) {
      try {
        actionExecutor.execute(
            planned.accountRegion(),
            planned.claim(owner, coverage.apply(planned.accountRegion())),
            planned.actions());
        done.add(planned);
      } catch (Ec2CallException failure) {
        failures.add(failure);
      }
    }
    events(done).forEach(event -> eventRecorder.record(policy, event));
    return failures;
  }

  /** An event for each image; of very many, the last event counts those without one. */
  static List<ObjectEvent> events(List<PlannedActions> done) {
    List<ObjectEvent> all = done.stream().flatMap(planned -> event(planned).stream()).toList();
    if (all.size() <= MAX_EVENTS) {
      return all;
    }
    ObjectEvent last = all.getLast();
    return Stream.concat(
            all.stream().limit(MAX_EVENTS - 1),
            Stream.of(
                ObjectEvent.normal(
                    last.reason(),
                    "And %d more images, at last: %s"
                        .formatted(all.size() - MAX_EVENTS + 1, last.message()))))
        .toList();
  }

  private static Optional<ObjectEvent> event(PlannedActions planned) {
    String region = planned.accountRegion().region();
    return switch (planned.purpose()) {
      case Purpose.Tagging tagging -> Optional.empty();
      case Purpose.Step(String imageId, RetireStep step) ->
          Optional.of(
              switch (step) {
                case DEPRECATE ->
                    ObjectEvent.normal(
                        Reason.ImageDeprecated,
                        "Deprecated %s in %s, which no rule keeps.".formatted(imageId, region));
                case DEREGISTER -> throw new IllegalStateException("no reversible step: " + step);
              });
      case Purpose.Reversal(String imageId) ->
          Optional.of(
              ObjectEvent.normal(
                  Reason.RetirementUndone,
                  "Undid the retirement of %s in %s.".formatted(imageId, region)));
      case Purpose.Retirement(Retiring entry) ->
          planned.actions().stream().anyMatch(DeregisterImage.class::isInstance)
              ? Optional.of(deregistered(entry))
              : Optional.empty();
    };
  }

  private static ObjectEvent deregistered(Retiring entry) {
    int snapshots = RetiringImagePlanner.recordedSnapshots(entry).size();
    return ObjectEvent.normal(
        Reason.ImageDeregistered,
        "Deregistered %s in %s. It has %d snapshots; those that were created with it are deleted next."
            .formatted(entry.imageId(), entry.region(), snapshots));
  }
}
