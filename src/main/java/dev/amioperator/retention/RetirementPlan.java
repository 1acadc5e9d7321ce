package dev.amioperator.retention;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.retention.RetirementObserver.RetirementStep;
import dev.amioperator.retention.RetirementPlanner.NextStep;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a policy is to do now, and what its status has to say afterwards. An image that is new in
 * the ledger is not touched in the same round: the ledger has to stand in the status before.
 *
 * @param plannedActions what to do, each by itself: the failure of one holds no other up
 * @param retiring the entries that stay, and the new ones
 * @param retired when images were counted for the limits
 * @param inProgress what is under way, in words; empty: nothing is
 * @param onlyConfirming whether all that is waited for is EC2's confirmation
 */
record RetirementPlan(
    List<PlannedActions> plannedActions,
    List<Retiring> retiring,
    List<String> retired,
    List<String> inProgress,
    boolean onlyConfirming) {

  /** Actions in one place. */
  record PlannedActions(AccountRegion accountRegion, List<AwsAction> actions) {}

  /**
   * The agenda of an enforced policy.
   *
   * @param newcomers the entries of images that are due and not in the ledger yet
   */
  static RetirementPlan of(
      List<Decision> decisions,
      List<RetirementStep> steps,
      List<Retiring> newcomers,
      Facts.History history,
      Instant now) {
    List<PlannedActions> errands =
        Stream.concat(
                tagChanges(decisions, now),
                steps.stream().flatMap(RetirementPlan::toPlannedActions))
            .toList();
    Stream<Retiring> staying =
        steps.stream().filter(RetirementPlan::remainsRetiring).map(RetirementStep::entry);
    Stream<String> going =
        newcomers.stream().map(entry -> "Going to deregister %s.".formatted(entry.imageId()));
    return new RetirementPlan(
        errands,
        Stream.concat(staying, newcomers.stream()).toList(),
        retired(newcomers.size(), history, now),
        Stream.concat(steps.stream().flatMap(RetirementPlan::progressMessages), going).toList(),
        errands.isEmpty() && newcomers.isEmpty());
  }

  /** Each action by itself: the failure of one holds no other up. */
  private static Stream<PlannedActions> toPlannedActions(RetirementStep retirementStep) {
    return retirementStep.nextStep() instanceof NextStep.Execute(var plan)
        ? plan.actions().stream()
            .map(
                awsAction -> new PlannedActions(retirementStep.accountRegion(), List.of(awsAction)))
        : Stream.of();
  }

  private static Stream<String> progressMessages(RetirementStep retirementStep) {
    return switch (retirementStep.nextStep()) {
      case NextStep.Execute(var plan) -> Stream.of(plan.readyState().message());
      case NextStep.Wait(String why) -> Stream.of(why);
      case NextStep.SharedSnapshots sharedSnapshots -> Stream.of();
      case NextStep.Cancelled cancelled -> Stream.of();
      case NextStep.Deleted deleted -> Stream.of();
    };
  }

  /** Whether the entry stays in the ledger. */
  private static boolean remainsRetiring(RetirementStep retirementStep) {
    return switch (retirementStep.nextStep()) {
      case NextStep.Execute execute -> true;
      case NextStep.Wait wait -> true;
      case NextStep.SharedSnapshots sharedSnapshots -> true;
      case NextStep.Cancelled cancelled -> false;
      case NextStep.Deleted deleted -> false;
    };
  }

  /** The agenda of a policy that is only planned: what stands in the ledger stays there. */
  static RetirementPlan planOnly(List<Retiring> ledger, Facts.History history, Instant now) {
    return new RetirementPlan(List.of(), ledger, retired(0, history, now), List.of(), true);
  }

  /**
   * The agenda of a policy that is being deleted: a snapshot that another image uses is left to
   * whoever removes that image.
   */
  static RetirementPlan forDeletedPolicy(
      List<RetirementStep> steps, Facts.History history, Instant now) {
    List<RetirementStep> begun =
        steps.stream()
            .filter(
                retirementStep -> !(retirementStep.nextStep() instanceof NextStep.SharedSnapshots))
            .toList();
    return of(List.of(), begun, List.of(), history, now);
  }

  private static Stream<PlannedActions> tagChanges(List<Decision> decisions, Instant now) {
    return decisions.stream()
        .collect(groupingBy(d -> d.accountRegion().region(), TreeMap::new, toList()))
        .values()
        .stream()
        .map(
            here ->
                new PlannedActions(
                    here.getFirst().accountRegion(), UnkeptSinceTag.actions(here, now)))
        .filter(plannedActions -> !plannedActions.actions().isEmpty());
  }

  private static List<String> retired(int more, Facts.History history, Instant now) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    return Stream.concat(
            history.withinLimitPeriod(now).stream(), Stream.generate(() -> second).limit(more))
        .map(Instant::toString)
        .toList();
  }
}
