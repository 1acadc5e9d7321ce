package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The decision about every image that a policy selects. Pure: the same facts, the same plan. */
final class RetentionPlanner {
  private RetentionPlanner() {}

  /** One decision for each selected image, by region and id. */
  static List<Decision> decide(Facts facts) {
    RuleChain ruleChain = RuleChain.of(facts);
    return applyLimits(
        facts.inventory().entrySet().stream()
            .flatMap(
                entry ->
                    entry.getValue().stream()
                        .filter(image -> facts.policy().selects(entry.getKey(), image))
                        .map(image -> ruleChain.decide(entry.getKey(), image)))
            .sorted(
                comparing((Decision decision) -> decision.accountRegion().region())
                    .thenComparing(decision -> decision.image().id()))
            .toList(),
        facts);
  }

  /** Of those due, the ones that waited longest go first, until the allowance is used up. */
  private static List<Decision> applyLimits(List<Decision> decisions, Facts facts) {
    int allowance =
        facts.policy().retirementLimit(decisions.size())
            - facts.history().withinLimitPeriod(facts.now()).size();
    Set<String> going = new HashSet<>(facts.history().retiring());
    List<String> next =
        decisions.stream()
            .filter(
                decision -> decision.is(RetentionReason.Due) && !going.contains(decision.imageId()))
            .sorted(
                comparing((Decision decision) -> decision.unkeptSince().orElseThrow())
                    .thenComparing(Decision::imageId))
            .limit(Math.max(0, allowance))
            .map(Decision::imageId)
            .toList();
    going.addAll(next);
    String words =
        "Its days are over, but at most %d images, or %d percent of those selected, go in 24 hours."
            .formatted(facts.policy().maxImages(), facts.policy().maxPercent());
    return decisions.stream()
        .map(
            decision ->
                decision.is(RetentionReason.Due) && !going.contains(decision.imageId())
                    ? decision.withReason(RetentionReason.Limit, words)
                    : decision)
        .toList();
  }
}
