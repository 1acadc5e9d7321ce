package dev.amioperator.retention;

import dev.amioperator.ownership.Owner;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The time during which a policy has been evaluated in mode Enforce without a break. An image's tag
 * unkept-since outlasts breaks, in which rules may have kept the image unnoticed, so no retention
 * period starts before the spell.
 *
 * @param lastEvaluated the last evaluation of every region, up to half an interval early
 * @param scope {@link #scope} of the evaluated policy
 */
record EnforcementSpell(Instant since, Instant lastEvaluated, String scope) {
  /** The longest break, in intervals: a single evaluation may be missed. */
  private static final int MAX_INTERVALS_BETWEEN_EVALUATIONS = 2;

  /** How far the clocks of two replicas of the operator may differ: twice what AWS's may. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

  /** The spell in a status; empty: none, or edited by hand and unreadable. */
  static Optional<EnforcementSpell> recorded(String since, String lastEvaluated, String scope) {
    try {
      return Optional.of(
          new EnforcementSpell(
              Instant.parse(since), Instant.parse(lastEvaluated), Objects.requireNonNull(scope)));
    } catch (DateTimeParseException | NullPointerException e) {
      return Optional.empty();
    }
  }

  /**
   * The spell at an evaluation: the previous spell while unbroken, or else a new spell.
   *
   * @param previous the spell in the status; empty: none, as after a time in mode Plan
   * @param interval {@code spec.interval}
   */
  static EnforcementSpell at(
      Instant now, Optional<EnforcementSpell> previous, String scope, Duration interval) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    return previous
        .filter(spell -> spell.continues(now, scope, interval))
        .orElseGet(() -> new EnforcementSpell(second, second, scope));
  }

  /**
   * The spell for the status after an evaluation; empty when none started.
   *
   * @param complete whether the images of every region were listed
   */
  Optional<EnforcementSpell> evaluated(
      Instant now, Optional<EnforcementSpell> previous, Duration interval, boolean complete) {
    if (!complete) {
      return previous.filter(this::equals);
    }
    boolean recent = Duration.between(lastEvaluated, now).compareTo(interval.dividedBy(2)) < 0;
    return Optional.of(
        recent ? this : new EnforcementSpell(since, now.truncatedTo(ChronoUnit.SECONDS), scope));
  }

  private boolean continues(Instant now, String currentScope, Duration interval) {
    Duration gap = Duration.between(lastEvaluated, now);
    return scope.equals(currentScope)
        && gap.compareTo(interval.multipliedBy(MAX_INTERVALS_BETWEEN_EVALUATIONS)) <= 0
        && gap.compareTo(CLOCK_TOLERANCE.negated()) >= 0
        && !since.isAfter(now.plus(CLOCK_TOLERANCE));
  }

  /**
   * A hash of which images a policy evaluates in an account. An image outside of it is not
   * evaluated, so its tag may be outdated when it is evaluated again.
   *
   * @param accountId an account that the policy evaluates
   * @param uid of the policy: a status that is restored into another object starts a new spell
   */
  static String scope(String uid, String accountId, EffectivePolicy policy) {
    ImageSelector selector = policy.selector();
    List<String> allowed =
        policy.accounts().coverages().get(accountId).allowedTags().stream()
            .map(tags -> sorted(tags))
            .sorted(Comparator.naturalOrder())
            .toList();
    return Owner.hash(
        List.of(
                uid,
                accountId,
                new TreeSet<>(policy.regions()),
                sorted(selector.tags()),
                selector.names(),
                selector.management(),
                allowed)
            .toString());
  }

  private static String sorted(Map<String, String> tags) {
    return new TreeMap<>(tags).toString();
  }
}
