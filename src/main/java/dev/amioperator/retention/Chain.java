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
final class Chain {
  private final Facts facts;
  private final Ranking own;
  private final Map<String, Ranking> others;

  private Chain(Facts facts, Ranking own, Map<String, Ranking> others) {
    this.facts = facts;
    this.own = own;
    this.others = others;
  }

  static Chain over(Facts facts) {
    Map<String, Ranking> others = new TreeMap<>();
    facts.others().forEach((name, rules) -> others.put(name, Ranking.of(rules, facts.inventory())));
    return new Chain(facts, Ranking.of(facts.rules(), facts.inventory()), others);
  }

  /** What a rule found, and its words. */
  private record Judgement(Finding finding, String message) {}

  private interface Rule {
    Optional<Judgement> judge(AccountRegion accountRegion, Image image);
  }

  Decision judge(AccountRegion accountRegion, Image image) {
    Judgement first =
        Stream.<Rule>of(
                this::declared,
                this::managedElsewhere,
                this::notAvailable,
                this::ageUnknown,
                this::newest,
                this::young,
                this::otherPolicy,
                this::foreignNotAllowed,
                this::used)
            .flatMap(rule -> rule.judge(accountRegion, image).stream())
            .findFirst()
            .orElseGet(() -> unkept(accountRegion, image));
    return new Decision(
        accountRegion, image, first.finding(), UnkeptSince.of(image, facts.now()), first.message());
  }

  private Optional<Judgement> declared(AccountRegion accountRegion, Image image) {
    return facts
        .declarations()
        .of(image, accountRegion.region())
        .map(who -> new Judgement(Finding.Declared, who));
  }

  private Optional<Judgement> managedElsewhere(AccountRegion accountRegion, Image image) {
    return OtherServices.managing(image.tags())
        .map(
            service -> new Judgement(Finding.ManagedElsewhere, service + " made it, by its tags."));
  }

  private Optional<Judgement> notAvailable(AccountRegion accountRegion, Image image) {
    return switch (image.state()) {
      case PENDING, TRANSIENT, UNKNOWN ->
          says(Finding.NotAvailable, "Its state in EC2 is %s.", image.state().value());
      case AVAILABLE, DISABLED, FAILED, ERROR, INVALID, DEREGISTERED -> Optional.empty();
    };
  }

  private Optional<Judgement> ageUnknown(AccountRegion accountRegion, Image image) {
    if (image.created().isEmpty()) {
      return says(Finding.AgeUnknown, "EC2 does not say when it was made.");
    }
    Instant made = image.created().get();
    return made.isAfter(facts.now())
        ? says(Finding.AgeUnknown, "EC2 says that it was made at %s, which is to come.", made)
        : Optional.empty();
  }

  private Optional<Judgement> newest(AccountRegion accountRegion, Image image) {
    return own.newest(image)
        .flatMap(rank -> says(Finding.Newest, "Number %d in %s.", rank, accountRegion.region()));
  }

  private Optional<Judgement> young(AccountRegion accountRegion, Image image) {
    return own.youngUntil(image, facts.now())
        .flatMap(until -> says(Finding.Young, "Young until %s.", until));
  }

  private Optional<Judgement> otherPolicy(AccountRegion accountRegion, Image image) {
    return selecting(accountRegion, image)
        .filter(
            name ->
                others.get(name).newest(image).isPresent()
                    || others.get(name).youngUntil(image, facts.now()).isPresent())
        .findFirst()
        .flatMap(name -> says(Finding.OtherPolicy, "AmiRetentionPolicy %s keeps it.", name));
  }

  private Optional<Judgement> foreignNotAllowed(AccountRegion accountRegion, Image image) {
    return facts.foreignAllowed() || facts.declarations().operatorMade(image)
        ? Optional.empty()
        : says(
            Finding.ForeignNotAllowed,
            "The operator did not make it. To let it go, set allow.foreignRetention: true in"
                + " AwsAccount %s.",
            facts.rules().account());
  }

  private Optional<Judgement> used(AccountRegion accountRegion, Image image) {
    return switch (facts.usage().getOrDefault(image.id(), new Usage.Asking())) {
      case Usage.Unused(Instant askedAt) when !askedAt.isBefore(facts.proofNotBefore()) ->
          Optional.empty();
      case Usage.Unused stale ->
          says(Finding.UsageUnknown, "The proof that nothing uses it is too old.");
      case Usage.Asking asking -> says(Finding.UsageUnknown, "EC2 is being asked what uses it.");
      case Usage.Unknown(String why) ->
          says(Finding.UsageUnknown, "What uses it cannot be found out: %s", why);
      case Usage.Used used -> says(Finding.Referenced, "Used by %s.", used.inWords());
    };
  }

  private Judgement unkept(AccountRegion accountRegion, Image image) {
    Duration days = days(accountRegion, image);
    Optional<Instant> since = UnkeptSince.of(image, facts.now());
    if (since.isEmpty()) {
      String words =
          facts.rules().enforce()
              ? "Nothing keeps it: marked now, due %s later."
              : "Nothing keeps it: Enforce would mark it, and deregister it %s later.";
      return new Judgement(Finding.Unkept, words.formatted(Durations.format(days)));
    }
    Instant due = since.get().plus(days);
    return facts.now().isBefore(due)
        ? new Judgement(
            Finding.Unkept, "Nothing keeps it since %s: due on %s.".formatted(since.get(), due))
        : new Judgement(Finding.Due, "Nothing keeps it since %s.".formatted(since.get()));
  }

  /** How long the image stays once unkept: of all policies that select it, the longest says. */
  private Duration days(AccountRegion accountRegion, Image image) {
    return selecting(accountRegion, image)
        .map(name -> facts.others().get(name).deregister())
        .reduce(facts.rules().deregister(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** The other policies that select the image, by name. */
  private Stream<String> selecting(AccountRegion accountRegion, Image image) {
    return others.keySet().stream()
        .filter(name -> facts.others().get(name).selects(accountRegion, image));
  }

  private static Optional<Judgement> says(Finding finding, String words, Object... values) {
    return Optional.of(new Judgement(finding, words.formatted(values)));
  }
}
