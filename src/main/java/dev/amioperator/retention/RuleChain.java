package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The keep rules in their order: the first that has something to say about an image decides. */
final class RuleChain {
  /**
   * The order. What a person can act on comes first, what costs calls to EC2 last; an image is
   * looked up for the last rule only if no other keeps it.
   */
  private static final List<Function<RuleContext, Optional<RuleResult>>> RULES =
      List.of(
          // An object stands for it: delete that object instead.
          KeepRules::declared,
          // Data Lifecycle Manager, Image Builder and Backup would miss it.
          KeepRules::managedElsewhere,
          // Pending or unknown: not to be touched now.
          KeepRules::notAvailable,
          // Without an age it can neither be ranked nor be old.
          KeepRules::ageUnknown,
          // keep.newest and keep.youngerThan of this policy, then of the others.
          KeepRules::newest,
          KeepRules::young,
          KeepRules::otherPolicy,
          // allow.foreignRetention of the AwsAccount.
          KeepRules::foreignNotAllowed,
          // DescribeImageReferences: unknown means in use.
          KeepRules::usage);

  private final Facts facts;
  private final AgeRanking ownRanking;
  private final Map<String, AgeRanking> otherRankings;

  private RuleChain(Facts facts, AgeRanking ownRanking, Map<String, AgeRanking> otherRankings) {
    this.facts = facts;
    this.ownRanking = ownRanking;
    this.otherRankings = otherRankings;
  }

  /** The chain over the facts of one look; images are ranked once for all of them. */
  static RuleChain of(Facts facts) {
    Map<String, AgeRanking> others = new TreeMap<>();
    facts
        .otherPolicies()
        .forEach((name, policy) -> others.put(name, AgeRanking.of(policy, facts.inventory())));
    return new RuleChain(facts, AgeRanking.of(facts.policy(), facts.inventory()), others);
  }

  /** The decision on one image, with its one reason. */
  Decision decide(AccountRegion accountRegion, Image image) {
    RuleContext context = new RuleContext(facts, ownRanking, otherRankings, accountRegion, image);
    RuleResult result =
        RULES.stream()
            .flatMap(rule -> rule.apply(context).stream())
            .findFirst()
            .orElseGet(() -> UnkeptRule.evaluate(context));
    return new Decision(
        accountRegion,
        image,
        result.reason(),
        UnkeptSinceTag.of(image, facts.now()),
        result.message());
  }
}
