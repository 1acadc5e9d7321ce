package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The rules that keep an image, in their order: the first that applies decides.
 *
 * @param messages each once, as most images of a large account have the same
 */
record RuleChain(
    Facts facts,
    AgeRanking ownRanking,
    Map<String, AgeRanking> otherRankings,
    Map<String, String> messages) {
  /**
   * Rules on which a user can act come first. The rule that costs EC2 calls is last: the usage of
   * an image is read only if no other rule keeps it.
   */
  private static final List<Function<RuleContext, Optional<RuleResult>>> RULES =
      List.of(
          // An object represents it: delete that object instead.
          RetentionRules::declared,
          // Data Lifecycle Manager, Image Builder and Backup retire their own images.
          RetentionRules::managedElsewhere,
          // Users opted this image out of retention, or protected it in EC2.
          RetentionRules::protectedImage,
          // Pending or unknown: not to be changed now.
          RetentionRules::notAvailable,
          // Without an age the image can be neither ranked nor old.
          RetentionRules::ageUnknown,
          // Without a group it cannot be ranked.
          RetentionRules::ungrouped,
          // spec.keep of this policy, then of the others.
          RetentionRules::newest,
          RetentionRules::young,
          RetentionRules::recentlyLaunched,
          RetentionRules::keepTag,
          RetentionRules::otherPolicy,
          // Two clusters must not undo each other's steps.
          RetentionRules::otherCluster,
          // It is on its way back.
          RetentionRules::notRestored,
          // DescribeImageReferences: unknown means in use.
          RetentionRules::usage);

  /** The rules over the facts of an evaluation, with all images ranked. */
  static RuleChain of(Facts facts) {
    RankDates dates = RankDates.of(facts.inventory());
    Map<String, AgeRanking> others = new TreeMap<>();
    facts
        .otherPolicies()
        .forEach(
            (name, policy) -> others.put(name, AgeRanking.of(policy, facts.inventory(), dates)));
    return new RuleChain(
        facts, AgeRanking.of(facts.policy(), facts.inventory(), dates), others, new HashMap<>());
  }

  /** Decides about an image, with a single reason. */
  Decision decide(AccountRegion accountRegion, Image image) {
    RuleContext context =
        new RuleContext(
            facts, ownRanking, otherRankings, accountRegion, image, steps(accountRegion, image));
    RuleResult result = result(context);
    return new Decision(
        accountRegion,
        image,
        result.reason(),
        context.unkeptSince(),
        context.steps(),
        context.nextStep(),
        context.dueAt(),
        messages.computeIfAbsent(result.message(), message -> message),
        Optional.empty());
  }

  /** Not a stream, as a large account has a hundred thousand images. */
  private static RuleResult result(RuleContext context) {
    for (Function<RuleContext, Optional<RuleResult>> rule : RULES) {
      Optional<RuleResult> result = rule.apply(context);
      if (result.isPresent()) {
        return result.get();
      }
    }
    return UnkeptImages.unkept(context);
  }

  private RetireSteps steps(AccountRegion accountRegion, Image image) {
    return RetireSteps.agreed(
        facts.policy(),
        facts.otherPolicies().values().stream()
            .filter(other -> other.selects(accountRegion, image))
            .toList());
  }
}
