package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Durations;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rules in their order: the first that has something to say about an image decides. Who stands
 * for the image comes first, for that is what a person can act on; what costs calls comes last.
 */
final class RuleChain {
  private final Facts facts;
  private final AgeRanking ownRanking;
  private final Map<String, AgeRanking> otherRankings;

  private RuleChain(Facts facts, AgeRanking ownRanking, Map<String, AgeRanking> otherRankings) {
    this.facts = facts;
    this.ownRanking = ownRanking;
    this.otherRankings = otherRankings;
  }

  static RuleChain of(Facts facts) {
    Map<String, AgeRanking> others = new TreeMap<>();
    facts
        .otherPolicies()
        .forEach(
            (name, effectivePolicy) ->
                others.put(name, AgeRanking.of(effectivePolicy, facts.inventory())));
    return new RuleChain(facts, AgeRanking.of(facts.policy(), facts.inventory()), others);
  }

  /** What a rule found, and its words. */
  private record RuleResult(RetentionReason reason, String message) {}

  private interface Rule {
    Optional<RuleResult> evaluate(AccountRegion accountRegion, Image image);
  }

  Decision decide(AccountRegion accountRegion, Image image) {
    RuleResult first =
        Stream.<Rule>of(
                this::declared,
                this::managedElsewhere,
                this::notAvailable,
                this::ageUnknown,
                this::newest,
                this::young,
                this::otherPolicy,
                this::foreignNotAllowed,
                this::usage)
            .flatMap(rule -> rule.evaluate(accountRegion, image).stream())
            .findFirst()
            .orElseGet(() -> unkeptOrDue(accountRegion, image));
    return new Decision(
        accountRegion,
        image,
        first.reason(),
        UnkeptSinceTag.of(image, facts.now()),
        first.message());
  }

  private Optional<RuleResult> declared(AccountRegion accountRegion, Image image) {
    return facts
        .declaredImages()
        .of(image, accountRegion.region())
        .map(who -> new RuleResult(RetentionReason.Declared, who));
  }

  private Optional<RuleResult> managedElsewhere(AccountRegion accountRegion, Image image) {
    return AwsManagedImages.managingService(image.tags())
        .map(
            service ->
                new RuleResult(
                    RetentionReason.ManagedElsewhere, service + " made it, by its tags."));
  }

  private Optional<RuleResult> notAvailable(AccountRegion accountRegion, Image image) {
    return switch (image.state()) {
      case PENDING, TRANSIENT, UNKNOWN ->
          result(RetentionReason.NotAvailable, "Its state in EC2 is %s.", image.state().value());
      case AVAILABLE, DISABLED, FAILED, ERROR, INVALID, DEREGISTERED -> Optional.empty();
    };
  }

  private Optional<RuleResult> ageUnknown(AccountRegion accountRegion, Image image) {
    if (image.created().isEmpty()) {
      return result(RetentionReason.AgeUnknown, "EC2 does not say when it was made.");
    }
    Instant made = image.created().get();
    return made.isAfter(facts.now())
        ? result(
            RetentionReason.AgeUnknown, "EC2 says that it was made at %s, which is to come.", made)
        : Optional.empty();
  }

  private Optional<RuleResult> newest(AccountRegion accountRegion, Image image) {
    return ownRanking
        .keptRank(image)
        .flatMap(
            rank ->
                result(RetentionReason.Newest, "Number %d in %s.", rank, accountRegion.region()));
  }

  private Optional<RuleResult> young(AccountRegion accountRegion, Image image) {
    return ownRanking
        .youngUntil(image, facts.now())
        .flatMap(until -> result(RetentionReason.Young, "Young until %s.", until));
  }

  private Optional<RuleResult> otherPolicy(AccountRegion accountRegion, Image image) {
    return selectingPolicies(accountRegion, image)
        .filter(
            name ->
                otherRankings.get(name).keptRank(image).isPresent()
                    || otherRankings.get(name).youngUntil(image, facts.now()).isPresent())
        .findFirst()
        .flatMap(
            name -> result(RetentionReason.OtherPolicy, "AmiRetentionPolicy %s keeps it.", name));
  }

  private Optional<RuleResult> foreignNotAllowed(AccountRegion accountRegion, Image image) {
    return facts.foreignRetentionAllowed() || facts.declaredImages().createdByOperator(image)
        ? Optional.empty()
        : result(
            RetentionReason.ForeignNotAllowed,
            "The operator did not make it. To let it go, set allow.foreignRetention: true in"
                + " AwsAccount %s.",
            facts.policy().accountName());
  }

  private Optional<RuleResult> usage(AccountRegion accountRegion, Image image) {
    return switch (facts.usage().getOrDefault(image.id(), new Usage.Pending())) {
      case Usage.Unused(Instant askedAt) when !askedAt.isBefore(facts.proofNotBefore()) ->
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

  private RuleResult unkeptOrDue(AccountRegion accountRegion, Image image) {
    Duration days = retentionPeriod(accountRegion, image);
    Optional<Instant> since = UnkeptSinceTag.of(image, facts.now());
    if (since.isEmpty()) {
      String words =
          facts.policy().enforce()
              ? "Nothing keeps it: marked now, due %s later."
              : "Nothing keeps it: Enforce would mark it, and deregister it %s later.";
      return new RuleResult(RetentionReason.Unkept, words.formatted(Durations.format(days)));
    }
    Instant due = since.get().plus(days);
    return facts.now().isBefore(due)
        ? new RuleResult(
            RetentionReason.Unkept,
            "Nothing keeps it since %s: due on %s.".formatted(since.get(), due))
        : new RuleResult(RetentionReason.Due, "Nothing keeps it since %s.".formatted(since.get()));
  }

  /** How long the image stays once unkept: of all policies that select it, the longest says. */
  private Duration retentionPeriod(AccountRegion accountRegion, Image image) {
    return selectingPolicies(accountRegion, image)
        .map(name -> facts.otherPolicies().get(name).deregisterAfter())
        .reduce(facts.policy().deregisterAfter(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** The other policies that select the image, by name. */
  private Stream<String> selectingPolicies(AccountRegion accountRegion, Image image) {
    return otherRankings.keySet().stream()
        .filter(name -> facts.otherPolicies().get(name).selects(accountRegion, image));
  }

  private static Optional<RuleResult> result(
      RetentionReason finding, String words, Object... values) {
    return Optional.of(new RuleResult(finding, words.formatted(values)));
  }
}
