package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides about every image that a policy selects. */
final class RetentionPlanner {
  private RetentionPlanner() {}

  /** The decision about each selected image, sorted by region and id. */
  static List<Decision> decide(Facts facts) {
    RuleChain rules = RuleChain.of(facts);
    return applyLimits(
        facts.inventory().entrySet().stream()
            .flatMap(
                entry ->
                    entry.getValue().stream()
                        .filter(image -> facts.policy().selects(entry.getKey(), image))
                        .map(image -> rules.decide(entry.getKey(), image)))
            .sorted(
                comparing((Decision decision) -> decision.accountRegion().region())
                    .thenComparing(decision -> decision.image().id()))
            .toList(),
        facts);
  }

  /** Defers due images that {@code spec.limits} does not allow to retire yet. */
  private static List<Decision> applyLimits(List<Decision> decisions, Facts facts) {
    Set<String> retiring = retiring(decisions, facts);
    String message =
        ("Retention period expired, but at most %d images, or %d percent of those selected, are"
                + " retired in 24 hours.")
            .formatted(facts.policy().maxImages(), facts.policy().maxPercent());
    return decisions.stream()
        .map(
            decision ->
                decision.is(RetentionReason.Due) && !retiring.contains(decision.imageId())
                    ? decision.withReason(RetentionReason.Limit, message)
                    : decision)
        .toList();
  }

  /** The images in {@code status.retiring}, and those due for longest within the limits. */
  private static Set<String> retiring(List<Decision> decisions, Facts facts) {
    int allowance =
        facts.policy().retirementLimit(decisions.size())
            - facts.history().withinLimitPeriod(facts.now()).size();
    Set<String> started = facts.history().retiring();
    Stream<String> next =
        decisions.stream()
            .filter(decision -> decision.is(RetentionReason.Due))
            .filter(decision -> !started.contains(decision.imageId()))
            .sorted(
                comparing((Decision decision) -> decision.unkeptSince().orElseThrow())
                    .thenComparing(Decision::imageId))
            .limit(Math.max(0, allowance))
            .map(Decision::imageId);
    return Stream.concat(started.stream(), next).collect(Collectors.toSet());
  }
}
