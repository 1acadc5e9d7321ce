package dev.amioperator.retention;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.PolicyRegion;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.retention.RetirementObserver.RetirementStep;
import dev.amioperator.retention.RetiringImagePlanner.NextStep;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The EC2 actions of a policy evaluation, and what the policy's status records afterwards. An image
 * that is new in {@code status.retiring} is left alone until that status has been written.
 *
 * @param plannedActions the actions; the failure of some does not stop the others
 * @param retiring the entries that stay in the status, and the new ones
 * @param reversible where images may be retired by a step that can be undone
 * @param retired when images were counted for the limits
 * @param inProgress a message for each retirement in progress
 * @param onlyConfirming whether nothing but confirmations of EC2 is waited for
 */
record RetirementPlan(
    List<PlannedActions> plannedActions,
    List<Retiring> retiring,
    List<PolicyRegion> reversible,
    List<String> retired,
    List<String> inProgress,
    boolean onlyConfirming) {

  /**
   * The plan of a policy in mode Enforce.
   *
   * @param newEntries the entries of images that are due and not in the status yet
   */
  static RetirementPlan of(
      List<Decision> decisions,
      List<RetirementStep> steps,
      List<Retiring> newEntries,
      Facts.History history,
      Instant now) {
    Map<String, Decision> byImage =
        decisions.stream().collect(toMap(Decision::imageId, decision -> decision, (a, b) -> a));
    List<PlannedActions> actions =
        Stream.concat(
                tagChanges(decisions, now),
                steps.stream().flatMap(step -> toPlannedActions(step, byImage)))
            .toList();
    Stream<Retiring> remaining =
        steps.stream()
            .filter(step -> !(step.nextStep() instanceof NextStep.Finished))
            .map(RetirementStep::entry);
    Stream<String> announced =
        newEntries.stream().map(entry -> "Will deregister %s.".formatted(entry.imageId()));
    return new RetirementPlan(
        actions,
        Stream.concat(remaining, newEntries.stream()).toList(),
        List.of(),
        retired(newEntries.size(), history, now),
        Stream.concat(steps.stream().flatMap(RetirementPlan::progressMessages), announced).toList(),
        actions.isEmpty() && newEntries.isEmpty());
  }

  /** This plan with further EC2 actions. */
  RetirementPlan with(List<PlannedActions> more) {
    return new RetirementPlan(
        Stream.concat(plannedActions.stream(), more.stream()).toList(),
        retiring,
        reversible,
        retired,
        Stream.concat(
                inProgress.stream(), more.stream().flatMap(planned -> planned.message().stream()))
            .toList(),
        onlyConfirming && more.isEmpty());
  }

  /** This plan with what else the status records, and messages about what follows from that. */
  RetirementPlan recording(List<PolicyRegion> regions, List<String> next) {
    return new RetirementPlan(
        plannedActions,
        retiring,
        regions,
        retired,
        Stream.concat(inProgress.stream(), next.stream()).toList(),
        onlyConfirming && next.isEmpty());
  }

  private static Stream<PlannedActions> toPlannedActions(
      RetirementStep step, Map<String, Decision> decisions) {
    return step.nextStep() instanceof NextStep.Execute(var plan)
        ? plan.actions().stream()
            .map(
                action ->
                    new PlannedActions(
                        step.accountRegion(), retirement(step.entry(), decisions), List.of(action)))
        : Stream.of();
  }

  private static PlannedActions.Purpose retirement(
      Retiring entry, Map<String, Decision> decisions) {
    Optional<Decision> decision = Optional.ofNullable(decisions.get(entry.imageId()));
    return new PlannedActions.Purpose.Retirement(
        entry,
        decision.map(Decision::image).flatMap(PermissionsTag::of),
        decision.flatMap(Decision::recovery));
  }

  private static Stream<String> progressMessages(RetirementStep step) {
    return switch (step.nextStep()) {
      case NextStep.Execute(var plan) -> Stream.of(plan.readyState().message());
      case NextStep.Wait(String message) -> Stream.of(message);
      case NextStep.SharedSnapshots shared -> Stream.of();
      case NextStep.Finished finished -> Stream.of();
    };
  }

  /** The plan of a policy in mode Plan: images in {@code status.retiring} stay there. */
  static RetirementPlan planOnly(List<Retiring> retiring, Facts.History history, Instant now) {
    return new RetirementPlan(
        List.of(), retiring, List.of(), retired(0, history, now), List.of(), true);
  }

  /** The plan of a deleted policy; snapshots that other images use are left in EC2. */
  static RetirementPlan forDeletedPolicy(
      List<RetirementStep> steps, Facts.History history, Instant now) {
    List<RetirementStep> unshared =
        steps.stream()
            .filter(step -> !(step.nextStep() instanceof NextStep.SharedSnapshots))
            .toList();
    return of(List.of(), unshared, List.of(), history, now);
  }

  private static Stream<PlannedActions> tagChanges(List<Decision> decisions, Instant now) {
    return decisions.stream()
        .collect(groupingBy(Decision::accountRegion, LinkedHashMap::new, toList()))
        .values()
        .stream()
        .map(
            regional ->
                PlannedActions.onTags(
                    regional.getFirst().accountRegion(), UnkeptSinceTag.actions(regional, now)))
        .filter(planned -> !planned.actions().isEmpty());
  }

  private static List<String> retired(int more, Facts.History history, Instant now) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    return Stream.concat(
            history.withinLimitPeriod(now).stream(), Stream.generate(() -> second).limit(more))
        .map(Instant::toString)
        .toList();
  }
}
