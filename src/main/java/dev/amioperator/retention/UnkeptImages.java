package dev.amioperator.retention;

import dev.amioperator.reconcile.Durations;
import java.time.Instant;
import java.util.Optional;

/** Decides about images that no rule keeps: which step is next, and when it is due. */
final class UnkeptImages {
  private UnkeptImages() {}

  /** No rule keeps the image: the wait before its next step runs, or is over. */
  static RuleResult unkept(RuleContext context) {
    Optional<RetireStep> next = context.nextStep();
    if (next.isEmpty()) {
      return new RuleResult(RetentionReason.Unkept, nothingLeft(context));
    }
    return context
        .dueAt()
        .map(due -> waiting(context, next.get(), due))
        .orElseGet(() -> new RuleResult(RetentionReason.Unkept, untagged(context, next.get())));
  }

  private static String nothingLeft(RuleContext context) {
    return context
        .steps()
        .last()
        .map("No rule keeps it. Nothing more happens: retire ends with %s."::formatted)
        .orElse("No rule keeps it. Nothing happens: the policies that select it agree on no step.");
  }

  private static String untagged(RuleContext context, RetireStep next) {
    String wait = Durations.format(context.waitBefore(next));
    return context.enforcingSince().isPresent()
        ? "No rule keeps it: tagged now, %s due %s later.".formatted(next.noun(), wait)
        : "No rule keeps it: mode Enforce would %s it %s after it was set."
            .formatted(next.verb(), wait);
  }

  private static RuleResult waiting(RuleContext context, RetireStep next, Instant due) {
    Instant since = context.unkeptSince().orElseThrow();
    Instant enforced = context.enforcingSince().orElseThrow();
    if (!context.facts().now().isBefore(due)) {
      return new RuleResult(
          next.due(),
          next == RetireStep.DEREGISTER
              ? "Retention period expired: no rule has kept it since %s.".formatted(since)
              : "No rule has kept it since %s: %s now.".formatted(since, next.noun()));
    }
    String message =
        since.isBefore(enforced)
            ? "No rule keeps it, and the policy is enforced since %s: %s due on %s."
                .formatted(enforced, next.noun(), due)
            : "No rule has kept it since %s: %s due on %s.".formatted(since, next.noun(), due);
    return new RuleResult(RetentionReason.Unkept, message);
  }
}
