package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.ImageAction.DeregisterImage;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.EventRecorder;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.retention.PlannedActions.Purpose;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
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
  private final PermissionRecords records;
  private final InstantSource clock;

  RetirementExecutor(
      ActionExecutor actionExecutor,
      EventRecorder eventRecorder,
      PermissionRecords records,
      InstantSource clock) {
    this.actionExecutor = actionExecutor;
    this.eventRecorder = eventRecorder;
    this.records = records;
    this.clock = clock;
  }

  /**
   * What did not succeed.
   *
   * @param failures the calls that EC2 refused
   * @param problems what else a user has to know
   * @param blocked the messages of actions that were not executed, as something is to be done first
   */
  record Execution(
      List<Ec2CallException> failures, List<ReadyState> problems, List<String> blocked) {
    Execution {
      failures = List.copyOf(failures);
      problems = List.copyOf(problems);
      blocked = List.copyOf(blocked);
    }

    /** An event for each image whose record is lost, so that nothing can be restored. */
    List<ObjectEvent> lostPermissions() {
      return problems.stream()
          .filter(Execution::isLost)
          .map(problem -> ObjectEvent.warning(problem.reason(), problem.message()))
          .toList();
    }

    /** This execution without what waiting does not mend. */
    Execution withoutLostPermissions() {
      return new Execution(
          failures, problems.stream().filter(problem -> !isLost(problem)).toList(), blocked);
    }

    private static boolean isLost(ReadyState problem) {
      return problem.reason() == Reason.PermissionsLost;
    }

    /** This execution with what was found before it. */
    Execution with(List<Ec2CallException> moreFailures, List<ReadyState> moreProblems) {
      return new Execution(
          Stream.concat(failures.stream(), moreFailures.stream()).toList(),
          Stream.concat(problems.stream(), moreProblems.stream()).toList(),
          blocked);
    }
  }

  /** Executes all planned EC2 actions, even if some of them fail. */
  Execution execute(
      AmiRetentionPolicy policy,
      Owner owner,
      Function<AccountRegion, PolicyCoverage> coverage,
      RetirementPlan plan) {
    List<Ec2CallException> failures = new ArrayList<>();
    List<ReadyState> problems = new ArrayList<>();
    List<String> blocked = new ArrayList<>();
    List<PlannedActions> done = new ArrayList<>();
    TagConditions conditions = TagConditions.of(policy.getSpec());
    for (PlannedActions planned : plan.plannedActions()) {
      try {
        recordToStore(planned).ifPresent(record -> records.store(policy, record));
        actionExecutor.execute(
            planned.accountRegion(),
            planned.claim(owner, coverage.apply(planned.accountRegion()), conditions),
            planned.actions());
        done.add(planned);
      } catch (Ec2CallException failure) {
        failures.add(failure);
      } catch (PolicyConfigMaps.UnavailableException unavailable) {
        problems.add(PermissionReadiness.notRecorded(planned, unavailable.getMessage()));
        planned.message().ifPresent(blocked::add);
      }
    }
    events(done, clock.instant()).forEach(event -> eventRecorder.record(policy, event));
    done.forEach(planned -> deleteRecord(policy, planned));
    return new Execution(failures, problems, blocked);
  }

  private static Optional<PermissionRecord> recordToStore(PlannedActions planned) {
    return planned.purpose() instanceof Purpose.Step(var imageId, var step, var record)
        ? record
        : Optional.empty();
  }

  /** Deletes the record of an image that got its permissions back, or is deregistered. */
  private void deleteRecord(AmiRetentionPolicy policy, PlannedActions planned) {
    switch (planned.purpose()) {
      case Purpose.Reversal(var imageId, var permissions) when untags(planned) ->
          permissions.ifPresent(tag -> records.deleteIfPossible(policy, imageId, tag));
      case Purpose.Retirement(Retiring entry, var permissions, var recovery)
          when deregisters(planned) ->
          permissions.ifPresent(tag -> records.deleteIfPossible(policy, entry.imageId(), tag));
      case Purpose.Reversal reversal -> {}
      case Purpose.Retirement retirement -> {}
      case Purpose.Step step -> {}
      case Purpose.Tagging tagging -> {}
      case Purpose.UsageReport report -> {}
    }
  }

  private static boolean untags(PlannedActions planned) {
    return planned.actions().stream()
        .anyMatch(
            action ->
                action instanceof TagAction.DeleteTags(var ids, var keys)
                    && keys.contains(TagKeys.PERMISSIONS));
  }

  private static boolean deregisters(PlannedActions planned) {
    return planned.actions().stream().anyMatch(DeregisterImage.class::isInstance);
  }

  /** An event for each image; of very many, the last event counts those without one. */
  static List<ObjectEvent> events(List<PlannedActions> done, Instant now) {
    List<ObjectEvent> all = done.stream().flatMap(planned -> event(planned, now).stream()).toList();
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

  private static Optional<ObjectEvent> event(PlannedActions planned, Instant now) {
    String region = planned.accountRegion().region();
    return switch (planned.purpose()) {
      case Purpose.Tagging tagging -> Optional.empty();
      case Purpose.UsageReport report -> Optional.empty();
      case Purpose.Step(String imageId, RetireStep step, var record) ->
          Optional.of(
              switch (step) {
                case DEPRECATE ->
                    ObjectEvent.normal(
                        Reason.ImageDeprecated,
                        "Deprecated %s in %s, which no rule keeps.".formatted(imageId, region));
                case DISABLE ->
                    ObjectEvent.normal(
                        Reason.DisabledByPolicy,
                        "Disabled %s in %s, which no rule keeps. Its %d launch permissions are recorded."
                            .formatted(
                                imageId, region, record.map(PermissionRecord::entries).orElse(0)));
                case DEREGISTER -> throw new IllegalStateException("no reversible step: " + step);
              });
      case Purpose.Reversal(String imageId, var permissions) ->
          Optional.of(
              ObjectEvent.normal(
                  Reason.RetirementUndone,
                  "Undid the retirement of %s in %s.".formatted(imageId, region)));
      case Purpose.Retirement(Retiring entry, var permissions, var recovery) ->
          deregisters(planned) ? Optional.of(deregistered(entry, recovery, now)) : Optional.empty();
    };
  }

  private static ObjectEvent deregistered(
      Retiring entry, Optional<Recovery> recovery, Instant now) {
    int snapshots = RetiringImagePlanner.recordedSnapshots(entry).size();
    return ObjectEvent.normal(
        Reason.ImageDeregistered,
        "Deregistered %s in %s. It has %d snapshots; those that were created with it are deleted next.%s"
            .formatted(
                entry.imageId(),
                entry.region(),
                snapshots,
                recovery.map(known -> " " + known.since(now)).orElse("")));
  }
}
