package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Bounds the images that a policy retires in any 24 hours ({@code spec.limits}). */
final class RetirementLimit {
  static final Duration PERIOD = Duration.ofHours(24);

  private RetirementLimit() {}

  /** Defers due images that {@code spec.limits} does not allow to retire yet. */
  static List<Decision> apply(List<Decision> decisions, Facts facts) {
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
        of(facts.policy(), decisions.size())
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

  /** How many of {@code selected} images may be retired in the period. */
  static int of(EffectivePolicy policy, int selected) {
    return Math.min(
        policy.maxImages(), Math.max(1, (int) ((long) selected * policy.maxPercent() / 100)));
  }
}
