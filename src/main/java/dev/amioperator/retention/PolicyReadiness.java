package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.retention.RetentionReason.Group;
import dev.amioperator.retention.RetirementExecutor.Execution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Derives a policy's ready state: failed EC2 calls first, then retirements, then the plan. */
final class PolicyReadiness {
  /** How many retirements in progress the message describes. */
  private static final int MAX_MESSAGES = 10;

  private PolicyReadiness() {}

  static ReadyState of(
      EffectivePolicy policy,
      SortedMap<String, ReadyState> unavailable,
      GatheredFacts gathered,
      RetirementPlan plan,
      Execution execution) {
    List<Ec2CallException> failures = execution.failures();
    Optional<ReadyState> inProgress = inProgress(plan, execution);
    Optional<ReadyState> omitted =
        failures.isEmpty()
            ? accountOmitted(unavailable, inProgress)
                .or(() -> regionsNotListed(gathered.listFailures()))
            : Optional.empty();
    return omitted.or(() -> inProgress).orElseGet(() -> planned(policy, gathered, plan));
  }

  /** The first account that is not evaluated; retirements in the others go on at their own pace. */
  private static Optional<ReadyState> accountOmitted(
      SortedMap<String, ReadyState> unavailable, Optional<ReadyState> inProgress) {
    return unavailable.entrySet().stream()
        .findFirst()
        .map(
            entry ->
                new ReadyState.Blocked(
                    entry.getValue().reason(),
                    "The plan omits AwsAccount %s: %s"
                        .formatted(entry.getKey(), entry.getValue().message()),
                    inProgress
                        .filter(ReadyState.Reconciling.class::isInstance)
                        .map(state -> ((ReadyState.Reconciling) state).requeueAfter())
                        .orElse(Requeue.ACCOUNT_UNAVAILABLE)));
  }

  /** The state of retirements in progress; empty: there are none. */
  static Optional<ReadyState> inProgress(RetirementPlan plan, Execution execution) {
    if (!execution.failures().isEmpty()) {
      return Optional.of(actionFailed(execution.failures().getFirst()));
    }
    List<String> messages =
        plan.inProgress().stream().filter(each -> !execution.blocked().contains(each)).toList();
    if (messages.isEmpty()) {
      return execution.problems().stream().findFirst();
    }
    int more = messages.size() - MAX_MESSAGES;
    String message = String.join(" ", messages.stream().limit(MAX_MESSAGES).toList());
    return Optional.of(
        new ReadyState.Reconciling(
            Reason.Retiring,
            more > 0 ? message + " And %d more.".formatted(more) : message,
            plan.onlyConfirming() ? Requeue.CONFIRMING_DELETION : Requeue.NEXT_STEP));
  }

  /** A resource that is gone, or that EC2 still holds, is expected: the next evaluation rereads. */
  private static ReadyState actionFailed(Ec2CallException failure) {
    return switch (failure.errorClass()) {
      case NOT_FOUND, IN_USE, WRONG_STATE ->
          new ReadyState.Reconciling(
              Reason.Retiring, failure.summary(), Requeue.CONFIRMING_DELETION);
      case ALREADY_EXISTS,
          PROTECTED,
          THROTTLED,
          QUOTA,
          DENIED,
          ACCOUNT_UNAVAILABLE,
          INVALID,
          UNSUPPORTED,
          CLOCK_SKEW,
          NOT_OWNED,
          TRANSIENT ->
          ErrorReasons.readyState(failure);
    };
  }

  private static Optional<ReadyState> regionsNotListed(
      Map<AccountRegion, Ec2CallException> failures) {
    return failures.entrySet().stream()
        .min(
            Map.Entry.comparingByKey(
                comparing(AccountRegion::account).thenComparing(AccountRegion::region)))
        .map(entry -> regionNotListed(entry.getKey(), entry.getValue()));
  }

  private static ReadyState regionNotListed(AccountRegion accountRegion, Ec2CallException failure) {
    ReadyState cause = ErrorReasons.readyState(failure);
    return new ReadyState.Blocked(
        cause.reason(),
        "The plan omits %s of AwsAccount %s, where the images cannot be listed: %s"
            .formatted(accountRegion.region(), accountRegion.account(), cause.message()),
        Requeue.after(failure.errorClass()));
  }

  private static ReadyState planned(
      EffectivePolicy policy, GatheredFacts gathered, RetirementPlan plan) {
    List<Decision> decisions = gathered.decisions();
    String message =
        "%d images selected: %d to retire, %d blocked."
            .formatted(
                decisions.size(),
                PlanSummary.count(decisions, Group.RETIRE),
                PlanSummary.count(decisions, Group.BLOCKED));
    if (!policy.enforce()) {
      message += " Mode Plan changes nothing in EC2.";
    }
    if (!plan.retiring().isEmpty()) {
      message +=
          policy.enforce()
              ? " Snapshots in status.retiring wait until no other image uses them."
              : " Images in status.retiring wait for mode Enforce.";
    }
    return new ReadyState.Ready(
        Reason.Planned,
        message
            + withoutCoverage(policy, gathered.inventory())
            + warnings(LostArchitectures.warnings(decisions)));
  }

  private static String warnings(List<String> warnings) {
    return warnings.isEmpty()
        ? ""
        : " Warning: %s%s"
            .formatted(
                warnings.getFirst(),
                warnings.size() == 1 ? "" : " All are in status.plan.warnings.");
  }

  /** Why images are missing from the plan; images of other namespaces are not mentioned. */
  private static String withoutCoverage(
      EffectivePolicy policy, Map<AccountRegion, List<Image>> inventory) {
    Map<String, List<String>> ids = new TreeMap<>();
    inventory.forEach(
        (accountRegion, images) ->
            images.stream()
                .filter(image -> policy.lacksCoverage(accountRegion, image))
                .forEach(
                    image ->
                        ids.computeIfAbsent(accountRegion.account(), _ -> new ArrayList<>())
                            .add(image.id())));
    return ids.entrySet().stream()
        .map(
            entry ->
                (" Not in the plan: %d images that spec.select matches and the operator did not"
                        + " create, such as %s. An entry of allow.retention in AwsAccount %s, with"
                        + " the namespace %s and tags of the images, adds them.")
                    .formatted(
                        entry.getValue().size(),
                        Collections.min(entry.getValue()),
                        entry.getKey(),
                        policy.accounts().namespace()))
        .collect(Collectors.joining());
  }
}
