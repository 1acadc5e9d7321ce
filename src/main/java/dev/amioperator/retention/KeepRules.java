package dev.amioperator.retention;

import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.Optional;

/**
 * The rules that keep an image, each a function of what is known: {@link RuleChain} orders them.
 */
final class KeepRules {
  private KeepRules() {}

  /** An AmiImage or AmiCopy, here or in another cluster, stands for the image. */
  static Optional<RuleResult> declared(RuleContext context) {
    return context
        .facts()
        .declaredImages()
        .of(context.image(), context.accountRegion().region())
        .map(who -> new RuleResult(RetentionReason.Declared, who));
  }

  /** Another service of AWS made the image, and retires it by itself. */
  static Optional<RuleResult> managedElsewhere(RuleContext context) {
    return AwsManagedImages.managingService(context.image().tags())
        .map(
            service ->
                new RuleResult(
                    RetentionReason.ManagedElsewhere, service + " made it, by its tags."));
  }

  /** The image is not in a state in which it may be retired. */
  static Optional<RuleResult> notAvailable(RuleContext context) {
    return switch (context.image().state()) {
      case PENDING, TRANSIENT, UNKNOWN ->
          result(
              RetentionReason.NotAvailable,
              "Its state in EC2 is %s.",
              context.image().state().value());
      case AVAILABLE, DISABLED, FAILED, ERROR, INVALID, DEREGISTERED -> Optional.empty();
    };
  }

  /** EC2 does not tell the age of the image, or tells one in the future. */
  static Optional<RuleResult> ageUnknown(RuleContext context) {
    if (context.image().created().isEmpty()) {
      return result(RetentionReason.AgeUnknown, "EC2 does not say when it was made.");
    }
    Instant made = context.image().created().get();
    return made.isAfter(context.facts().now())
        ? result(
            RetentionReason.AgeUnknown, "EC2 says that it was made at %s, which is to come.", made)
        : Optional.empty();
  }

  /** The image is among the newest that the policy keeps. */
  static Optional<RuleResult> newest(RuleContext context) {
    return context
        .ownRanking()
        .keptRank(context.image())
        .flatMap(
            rank ->
                result(
                    RetentionReason.Newest,
                    "Number %d in %s.",
                    rank,
                    context.accountRegion().region()));
  }

  /** The image is younger than the policy keeps. */
  static Optional<RuleResult> young(RuleContext context) {
    return context
        .ownRanking()
        .youngUntil(context.image(), context.facts().now())
        .flatMap(until -> result(RetentionReason.Young, "Young until %s.", until));
  }

  /** Another policy that selects the image keeps it. */
  static Optional<RuleResult> otherPolicy(RuleContext context) {
    return context
        .selectingPolicies()
        .filter(
            name ->
                context.otherRankings().get(name).keptRank(context.image()).isPresent()
                    || context
                        .otherRankings()
                        .get(name)
                        .youngUntil(context.image(), context.facts().now())
                        .isPresent())
        .findFirst()
        .flatMap(
            name -> result(RetentionReason.OtherPolicy, "AmiRetentionPolicy %s keeps it.", name));
  }

  /** The operator did not make the image, and the AwsAccount does not allow to retire it. */
  static Optional<RuleResult> foreignNotAllowed(RuleContext context) {
    return context.facts().foreignRetentionAllowed()
            || context.facts().declaredImages().createdByOperator(context.image())
        ? Optional.empty()
        : result(
            RetentionReason.ForeignNotAllowed,
            "The operator did not make it. To let it go, set allow.foreignRetention: true in"
                + " AwsAccount %s.",
            context.facts().policy().accountName());
  }

  /** Something uses the image, or that nothing does is not proven. */
  static Optional<RuleResult> usage(RuleContext context) {
    return switch (context
        .facts()
        .usage()
        .getOrDefault(context.image().id(), new Usage.Pending())) {
      case Usage.Unused(Instant askedAt) when !askedAt.isBefore(context.facts().proofNotBefore()) ->
          Optional.empty();
      case Usage.Unused stale ->
          result(RetentionReason.UsageUnknown, "The proof that nothing uses it is too old.");
      case Usage.Pending pending ->
          result(RetentionReason.UsageUnknown, "EC2 is being asked what uses it.");
      case Usage.Unknown(String why) ->
          result(RetentionReason.UsageUnknown, "What uses it cannot be found out: %s", why);
      case Usage.Used used -> result(RetentionReason.Referenced, "Used by %s.", used.summary());
    };
  }

  private static Optional<RuleResult> result(
      RetentionReason finding, String words, Object... values) {
    return Optional.of(new RuleResult(finding, words.formatted(values)));
  }
}
