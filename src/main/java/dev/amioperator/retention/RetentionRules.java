package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.ManagingService;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.ownership.TaggedObject;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.Optional;

/** The rules about an image, as functions of its facts; {@link RuleChain} orders them. */
final class RetentionRules {
  private RetentionRules() {}

  /** An AmiImage or AmiCopy, of this or another cluster, represents the image. */
  static Optional<RuleResult> declared(RuleContext context) {
    return context
        .facts()
        .declaredImages()
        .declaredBy(context.image(), context.accountRegion().region(), context.namespace())
        .map(message -> new RuleResult(RetentionReason.Declared, message));
  }

  /** Another AWS service manages the image, and {@code select.includeManagedBy} lacks it. */
  static Optional<RuleResult> managedElsewhere(RuleContext context) {
    return context
        .facts()
        .policy()
        .managedElsewhere(context.image())
        .flatMap(
            service ->
                service == ManagingService.MARKETPLACE
                    ? result(
                        RetentionReason.ManagedElsewhere,
                        "It has a product code of AWS Marketplace.")
                    : result(
                        RetentionReason.ManagedElsewhere,
                        "%s created it, according to its tags.",
                        service.title()));
  }

  /** A user's tag keeps the image from every policy, or EC2 refuses to deregister it. */
  static Optional<RuleResult> protectedImage(RuleContext context) {
    if (OptOut.contains(context.image().tags())) {
      return result(
          RetentionReason.Protected,
          "Its tag %s keeps it from every policy. Remove the tag to let policies evaluate it.",
          TagKeys.KEEP);
    }
    return switch (context.image().settings().protection()) {
      case ENABLED, ENABLED_WITH_COOLDOWN ->
          result(
              RetentionReason.Protected,
              "It is protected against deregistration in EC2. Disable the protection to let policies"
                  + " evaluate it.");
      case DISABLED -> Optional.empty();
    };
  }

  /** The image is in a state that EC2 will leave, or that is not known. */
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

  /** EC2 reports no creation date of the image or its source, or a date in the future. */
  static Optional<RuleResult> ageUnknown(RuleContext context) {
    if (context.image().created().isEmpty()) {
      return result(RetentionReason.AgeUnknown, "EC2 reports no creation date.");
    }
    Instant created = context.image().created().get();
    Optional<Image.Source> unread = context.ownRanking().unreadSource(context.image());
    if (unread.isPresent()) {
      return result(
          RetentionReason.AgeUnknown,
          "It is a copy of %s, whose region could not be listed: its age is unknown.",
          unread.get().imageId());
    }
    return created.isAfter(context.facts().now())
        ? result(
            RetentionReason.AgeUnknown,
            "EC2 reports that it was created at %s, which is in the future.",
            created)
        : Optional.empty();
  }

  /** The image is in no group of {@code groupBy}, so it cannot be ranked. */
  static Optional<RuleResult> ungrouped(RuleContext context) {
    return context
        .facts()
        .policy()
        .grouping()
        .missing(context.image())
        .flatMap(why -> result(RetentionReason.Ungrouped, "%s, by which groupBy groups.", why));
  }

  /** The image is among the newest images that the policy keeps. */
  static Optional<RuleResult> newest(RuleContext context) {
    return context
        .ownRanking()
        .keptRank(context.image())
        .flatMap(
            rank ->
                result(
                    RetentionReason.Newest,
                    "Number %d of the newest in %s.",
                    rank,
                    context.groupName()));
  }

  /** The image is younger than {@code keep.youngerThan} of the policy. */
  static Optional<RuleResult> young(RuleContext context) {
    return context
        .facts()
        .policy()
        .keep()
        .youngUntil(context.image(), context.facts().now())
        .flatMap(
            until ->
                result(RetentionReason.Young, "Younger than keep.youngerThan until %s.", until));
  }

  /** An instance was launched from the image within {@code keep.launchedWithin} of the policy. */
  static Optional<RuleResult> recentlyLaunched(RuleContext context) {
    return context
        .facts()
        .policy()
        .keep()
        .launchedUntil(context.image(), context.facts().now())
        .flatMap(
            until ->
                result(
                    RetentionReason.RecentlyLaunched,
                    "Launched within keep.launchedWithin until %s.",
                    until));
  }

  /** The image has a tag of {@code keep.tags} of the policy. */
  static Optional<RuleResult> keepTag(RuleContext context) {
    return context
        .facts()
        .policy()
        .keep()
        .keepTag(context.image())
        .flatMap(key -> result(RetentionReason.KeepTag, "keep.tags matches its tag %s.", key));
  }

  /** Another policy that selects the image keeps it. */
  static Optional<RuleResult> otherPolicy(RuleContext context) {
    return context
        .selectingPolicies()
        .filter(
            name -> context.otherRankings().get(name).keeps(context.image(), context.facts().now()))
        .findFirst()
        .flatMap(
            resource ->
                result(
                    RetentionReason.OtherPolicy,
                    "%s keeps it.",
                    TaggedObject.nameFor(context.namespace(), resource)));
  }

  /** A policy of another cluster has taken a step, which only that cluster undoes. */
  static Optional<RuleResult> otherCluster(RuleContext context) {
    return TakenSteps.otherCluster(context.image(), cluster(context))
        .flatMap(
            other ->
                result(
                    RetentionReason.OtherCluster,
                    "A policy of cluster %s has taken a step with it. If that cluster is gone,"
                        + " remove the image's tags %s.",
                    other.value(),
                    String.join(", ", TakenSteps.TAGS)));
  }

  /** The image is available again, and its record still has launch permissions that it lacks. */
  static Optional<RuleResult> notRestored(RuleContext context) {
    return context.image().state() == Image.State.AVAILABLE
            && ImageDisabling.permissionsRemoved(context.image(), cluster(context))
        ? result(
            RetentionReason.NotRestored,
            "It was disabled, and its launch permissions are not restored yet.")
        : Optional.empty();
  }

  /** A resource uses the image, or its usage is not known. */
  static Optional<RuleResult> usage(RuleContext context) {
    return switch (context
        .facts()
        .usage()
        .getOrDefault(context.image().id(), new Usage.Pending())) {
      case Usage.Unused(Instant observedAt) when !observedAt.isBefore(context.proofNotBefore()) ->
          Optional.empty();
      case Usage.Unused stale ->
          result(RetentionReason.UsageUnknown, "The proof that nothing uses it is too old.");
      case Usage.Pending pending ->
          result(RetentionReason.UsageUnknown, "Querying EC2 for its usage.");
      case Usage.Unknown(String why) ->
          result(RetentionReason.UsageUnknown, "Its usage could not be determined: %s", why);
      case Usage.Used used -> result(RetentionReason.Referenced, "Used by %s.", used.summary());
    };
  }

  private static ClusterId cluster(RuleContext context) {
    return context.facts().policy().accounts().in(context.accountRegion()).orElseThrow().cluster();
  }

  private static Optional<RuleResult> result(
      RetentionReason reason, String message, Object... values) {
    return Optional.of(
        new RuleResult(reason, values.length == 0 ? message : message.formatted(values)));
  }
}
