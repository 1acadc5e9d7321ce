package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.PolicyRegion;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.retention.PlannedActions.Purpose;
import dev.amioperator.retention.ReversibleSteps.Permissions;
import dev.amioperator.retention.ReversibleSteps.Unwanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Adds the steps that can be undone to the plan of an evaluation. The status names a region before
 * a step is taken there, so that a deleted policy knows where to undo it.
 *
 * @param coverage of the policy, in each account that it may use
 * @param recorded the regions in the status
 */
record EvaluationPlan(
    ReversibleSteps steps,
    Function<AccountRegion, PolicyCoverage> coverage,
    List<PolicyRegion> recorded) {

  /**
   * Whether an image was left by a policy: it covers the image, and no policy that changes EC2
   * selects it.
   *
   * @param policy empty: it is being deleted, or selects nothing in the accounts that it may use
   */
  static BiPredicate<AccountRegion, Image> left(
      Function<AccountRegion, PolicyCoverage> coverage,
      Optional<EffectivePolicy> policy,
      Collection<EffectivePolicy> others) {
    return (region, image) ->
        coverage.apply(region).covers(image)
            && policy.filter(own -> own.selects(region, image)).isEmpty()
            && others.stream()
                .filter(EffectivePolicy::enforce)
                .noneMatch(other -> other.selects(region, image));
  }

  /** Whether an image was left by the evaluated policy. */
  static BiPredicate<AccountRegion, Image> left(
      Function<AccountRegion, PolicyCoverage> coverage, Facts facts) {
    return left(coverage, Optional.of(facts.policy()), facts.otherPolicies().values());
  }

  /** The images with steps that no policy wants any more. */
  Stream<Unwanted> unwanted(Facts facts, List<Decision> decisions) {
    return Stream.concat(
        steps.unwanted(decisions), steps.unwanted(facts.inventory(), left(coverage, facts)));
  }

  /** The plan of a policy that changes EC2. */
  RetirementPlan of(
      RetirementPlan plan, Facts facts, List<Decision> decisions, Permissions permissions) {
    List<PlannedActions> due = steps.due(decisions, permissions);
    Predicate<PlannedActions> announced = planned -> recorded.contains(entry(planned));
    return plan.with(steps.reversals(unwanted(facts, decisions), permissions))
        .with(due.stream().filter(announced).toList())
        .with(UnselectedImages.untag(facts))
        .recording(
            reversible(facts.inventory(), due, keepsRegions(facts.policy())),
            Stream.concat(
                    due.stream().filter(announced.negate()).flatMap(EvaluationPlan::announcement),
                    dueAtOnce(decisions))
                .toList());
  }

  /** The plan of a policy that is deleted, or may use none of its accounts any more. */
  RetirementPlan ofLeftImages(
      RetirementPlan plan,
      Map<AccountRegion, List<Image>> inventory,
      List<Unwanted> unwanted,
      Permissions permissions) {
    return plan.with(steps.reversals(unwanted.stream(), permissions))
        .recording(reversible(inventory, List.of(), region -> false), List.of());
  }

  /** A listing of images may be older than the steps taken since, while these are in the spec. */
  private Predicate<PolicyRegion> keepsRegions(EffectivePolicy policy) {
    return region ->
        policy.steps().reversible()
            && policy.regions().contains(region.region())
            && policy.accounts().names().contains(region.accountRef());
  }

  private List<PolicyRegion> reversible(
      Map<AccountRegion, List<Image>> inventory,
      List<PlannedActions> due,
      Predicate<PolicyRegion> kept) {
    Set<PolicyRegion> regions = new LinkedHashSet<>();
    Set<PolicyRegion> listed =
        inventory.keySet().stream().map(EvaluationPlan::entry).collect(Collectors.toSet());
    recorded.stream()
        .filter(region -> !listed.contains(region) || kept.test(region))
        .forEach(regions::add);
    inventory.forEach(
        (region, images) -> {
          if (images.stream()
              .anyMatch(image -> steps.marked(image) && coverage.apply(region).covers(image))) {
            regions.add(entry(region));
          }
        });
    due.stream().map(EvaluationPlan::entry).forEach(regions::add);
    List<PolicyRegion> sorted = new ArrayList<>(regions);
    sorted.sort(
        Comparator.comparing(PolicyRegion::accountRef)
            .thenComparing(PolicyRegion::region)
            .thenComparing(PolicyRegion::accountId));
    return sorted;
  }

  /** Images that are tagged now, and whose first step has no wait. */
  private static Stream<String> dueAtOnce(List<Decision> decisions) {
    return decisions.stream()
        .filter(UnkeptSinceTag::shouldSet)
        .filter(
            decision ->
                decision
                    .nextStep()
                    .flatMap(decision.steps()::waitBefore)
                    .filter(Duration::isZero)
                    .isPresent())
        .map(
            decision ->
                "Will %s %s."
                    .formatted(decision.nextStep().orElseThrow().verb(), decision.imageId()));
  }

  private static Stream<String> announcement(PlannedActions planned) {
    return planned.purpose() instanceof Purpose.Step(String imageId, RetireStep step, var record)
        ? Stream.of("Will %s %s.".formatted(step.verb(), imageId))
        : Stream.of();
  }

  private static PolicyRegion entry(PlannedActions planned) {
    return entry(planned.accountRegion());
  }

  private static PolicyRegion entry(AccountRegion region) {
    return new PolicyRegion(region.account(), region.accountId(), region.region());
  }
}
