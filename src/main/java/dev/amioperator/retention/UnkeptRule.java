package dev.amioperator.retention;

import dev.amioperator.reconcile.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The last word on an image that no rule keeps. */
final class UnkeptRule {
  private UnkeptRule() {}

  /** What is left of an image that no rule keeps: its retention period runs, or has expired. */
  static RuleResult evaluate(RuleContext context) {
    Duration days = context.retentionPeriod();
    Optional<Instant> since = UnkeptSinceTag.of(context.image(), context.facts().now());
    if (since.isEmpty()) {
      String words =
          context.facts().policy().enforce()
              ? "Nothing keeps it: marked now, due %s later."
              : "Nothing keeps it: Enforce would mark it, and deregister it %s later.";
      return new RuleResult(RetentionReason.Unkept, words.formatted(Durations.format(days)));
    }
    Instant due = since.get().plus(days);
    return context.facts().now().isBefore(due)
        ? new RuleResult(
            RetentionReason.Unkept,
            "Nothing keeps it since %s: due on %s.".formatted(since.get(), due))
        : new RuleResult(RetentionReason.Due, "Nothing keeps it since %s.".formatted(since.get()));
  }
}
