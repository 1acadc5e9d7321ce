package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import dev.amioperator.ownership.TagKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Bounds the images that a policy retires in any 24 hours ({@code spec.limits}). */
final class RetirementLimit {
  static final Duration PERIOD = Duration.ofHours(24);

  private RetirementLimit() {}

  /** Defers due images that {@code spec.limits} does not allow to disable or retire yet. */
  static List<Decision> apply(List<Decision> decisions, Facts facts) {
    Set<String> allowed = allowed(decisions, facts);
    String limit =
        "but at most %d images, or %d percent of those selected, are %%s in 24 hours."
            .formatted(facts.policy().maxImages(), facts.policy().maxPercent());
    String retired = "Retention period expired, " + limit.formatted("retired");
    String disabled = "It is to be disabled, " + limit.formatted("disabled");
    return decisions.stream()
        .map(
            decision ->
                allowed.contains(decision.imageId())
                    ? decision
                    : switch (decision.reason()) {
                      case Due -> decision.withReason(RetentionReason.Limit, retired);
                      case DisablingDue -> decision.withReason(RetentionReason.Limit, disabled);
                      default -> decision;
                    })
        .toList();
  }

  /** The images in {@code status.retiring}, and those due for longest within the limits. */
  private static Set<String> allowed(List<Decision> decisions, Facts facts) {
    Set<String> retiring = facts.history().retiring();
    Set<String> allowed = new HashSet<>(retiring);
    int retired = facts.history().withinLimitPeriod(facts.now()).size();
    allowed.addAll(longestDue(decisions, RetentionReason.Due, retiring, retired, facts));
    int disabled = disabledWithinPeriod(decisions, facts.now());
    allowed.addAll(longestDue(decisions, RetentionReason.DisablingDue, Set.of(), disabled, facts));
    return allowed;
  }

  /** Those due for longest of the images with a reason, within the limits. */
  private static List<String> longestDue(
      List<Decision> decisions,
      RetentionReason reason,
      Set<String> started,
      int counted,
      Facts facts) {
    return decisions.stream()
        .filter(decision -> decision.is(reason))
        .filter(decision -> !started.contains(decision.imageId()))
        .sorted(
            comparing((Decision decision) -> decision.unkeptSince().orElseThrow())
                .thenComparing(Decision::imageId))
        .limit(Math.max(0, of(facts.policy(), decisions.size()) - counted))
        .map(Decision::imageId)
        .toList();
  }

  /** The tags of the images count: they are written with each DisableImage. */
  private static int disabledWithinPeriod(List<Decision> decisions, Instant now) {
    return (int)
        decisions.stream()
            .map(Decision::image)
            .filter(image -> image.tags().containsKey(TagKeys.PERMISSIONS))
            .filter(
                image ->
                    ImageDisabling.taken(image)
                        && ImageDisabling.disabledAt(image)
                            .filter(at -> !at.plus(PERIOD).isAfter(now))
                            .isEmpty())
            .count();
  }

  /** How many of {@code selected} images may be retired in the period. */
  static int of(EffectivePolicy policy, int selected) {
    return Math.min(
        policy.maxImages(), Math.max(1, (int) ((long) selected * policy.maxPercent() / 100)));
  }
}
