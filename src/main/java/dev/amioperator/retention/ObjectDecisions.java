package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Durations;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Decides about every object that a policy selects: the first rule that applies decides. */
final class ObjectDecisions {
  private final ObjectFacts facts;
  private final ObjectRanking ownRanking;
  private final ObjectReferences references;
  private final Map<String, ObjectRanking> otherRankings = new TreeMap<>();

  private record Result(ObjectReason reason, String message) {}

  private ObjectDecisions(ObjectFacts facts) {
    this.facts = facts;
    this.ownRanking = ObjectRanking.of(facts.policy(), facts.objects());
    this.references = ObjectReferences.of(facts.objects());
    facts
        .otherPolicies()
        .forEach(
            (name, policy) -> otherRankings.put(name, ObjectRanking.of(policy, facts.objects())));
  }

  /** The decision about each selected object, sorted by kind and name. */
  static List<ObjectDecision> decide(ObjectFacts facts) {
    ObjectDecisions rules = new ObjectDecisions(facts);
    return limited(
        facts.objects().stream()
            .filter(facts.policy()::selects)
            .map(rules::decide)
            .sorted(
                comparing((ObjectDecision decision) -> decision.object().kind())
                    .thenComparing(decision -> decision.object().name()))
            .toList(),
        facts);
  }

  private ObjectDecision decide(RetainedObject object) {
    Optional<Instant> since = object.unkeptSince(facts.now());
    Optional<Instant> dueAt = dueAt(object, since);
    // Rules on which a user can act come first; the one that costs EC2 calls is last.
    Result result =
        Stream.<Function<RetainedObject, Optional<Result>>>of(
                this::deleting,
                this::tracked,
                this::keep,
                this::named,
                this::suspended,
                this::notReady,
                this::age,
                this::otherPolicy,
                o -> usage(o, dueAt))
            .flatMap(rule -> rule.apply(object).stream())
            .findFirst()
            .orElseGet(() -> unkept(since, dueAt, period(object)));
    return new ObjectDecision(object, result.reason(), since, dueAt, result.message());
  }

  private Optional<Result> deleting(RetainedObject object) {
    return result(object.deleting(), ObjectReason.Deleting, "It is being deleted.");
  }

  private Optional<Result> tracked(RetainedObject object) {
    return ObjectTracking.of(object).map(message -> new Result(ObjectReason.Tracked, message));
  }

  private Optional<Result> keep(RetainedObject object) {
    return result(
        object.annotations().containsKey(TagKeys.KEEP) || object.labels().containsKey(TagKeys.KEEP),
        ObjectReason.Keep,
        "It has the annotation or label " + TagKeys.KEEP + ".");
  }

  private Optional<Result> named(RetainedObject object) {
    return references
        .to(object)
        .map(title -> new Result(ObjectReason.Named, title + " names it or an image of it."));
  }

  private Optional<Result> suspended(RetainedObject object) {
    return result(
        object.suspended(), ObjectReason.Suspended, "It is suspended, so its deletion would wait.");
  }

  /** What is not Ready may be creating images whose ids its status does not have yet. */
  private Optional<Result> notReady(RetainedObject object) {
    return result(
        !object.ready(),
        ObjectReason.NotReady,
        "It is not Ready, so its images are not known for sure.");
  }

  private Optional<Result> age(RetainedObject object) {
    return ownRanking
        .missingLabel(object)
        .map(label -> new Result(ObjectReason.Ungrouped, "It has no label %s.".formatted(label)))
        .or(
            () ->
                ownRanking
                    .keptRank(object)
                    .map(
                        rank ->
                            new Result(
                                ObjectReason.Newest, "Number %d of the newest.".formatted(rank))))
        .or(
            () ->
                ownRanking
                    .youngUntil(object, facts.now())
                    .map(
                        until ->
                            new Result(
                                ObjectReason.Young,
                                "Younger than keep.youngerThan until %s.".formatted(until))));
  }

  private Optional<Result> otherPolicy(RetainedObject object) {
    return selecting(object)
        .filter(name -> otherRankings.get(name).keeps(object, facts.now()))
        .findFirst()
        .map(
            name ->
                new Result(
                    ObjectReason.OtherPolicy, "AmiRetentionPolicy %s keeps it.".formatted(name)));
  }

  private Optional<Result> usage(RetainedObject object, Optional<Instant> dueAt) {
    Instant notBefore = facts.freshness().notBefore(dueAt);
    return switch (facts.usage().getOrDefault(object.uid(), new Usage.Pending())) {
      case Usage.Unused(Instant observedAt) when !observedAt.isBefore(notBefore) ->
          Optional.empty();
      case Usage.Unused stale -> unknown("The proof that nothing uses its images is too old.");
      case Usage.Pending pending -> unknown("Querying EC2 for the usage of its images.");
      case Usage.Unknown(String why) ->
          unknown("The usage of its images could not be determined: " + why);
      case Usage.Used used ->
          Optional.of(
              new Result(
                  ObjectReason.Referenced, "An image of it is used by " + used.summary() + "."));
    };
  }

  private static Optional<Result> unknown(String message) {
    return Optional.of(new Result(ObjectReason.UsageUnknown, message));
  }

  private Result unkept(Optional<Instant> since, Optional<Instant> dueAt, Duration period) {
    if (dueAt.isEmpty()) {
      String message =
          facts.enforcingSince().isPresent()
              ? "No rule keeps it: annotated now, due %s later."
              : "No rule keeps it: mode Enforce would delete it %s after it was set.";
      return new Result(ObjectReason.Unkept, message.formatted(Durations.format(period)));
    }
    return facts.now().isBefore(dueAt.get())
        ? new Result(
            ObjectReason.Unkept,
            "No rule has kept it since %s: due on %s.".formatted(since.get(), dueAt.get()))
        : new Result(
            ObjectReason.Due,
            "Retention period expired: no rule has kept it since %s.".formatted(since.get()));
  }

  private Optional<Instant> dueAt(RetainedObject object, Optional<Instant> since) {
    return since
        .flatMap(
            at -> facts.enforcingSince().map(enforced -> at.isBefore(enforced) ? enforced : at))
        .map(start -> start.plus(period(object)));
  }

  /** The longest retention period of all policies that select the object. */
  private Duration period(RetainedObject object) {
    return selecting(object)
        .map(name -> facts.otherPolicies().get(name).deleteAfter())
        .reduce(facts.policy().deleteAfter(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  private Stream<String> selecting(RetainedObject object) {
    return otherRankings.keySet().stream()
        .filter(name -> facts.otherPolicies().get(name).selects(object));
  }

  private static Optional<Result> result(boolean applies, ObjectReason reason, String message) {
    return applies ? Optional.of(new Result(reason, message)) : Optional.empty();
  }

  /** Defers due objects that {@code spec.limits} does not allow to delete yet. */
  private static List<ObjectDecision> limited(List<ObjectDecision> decisions, ObjectFacts facts) {
    Set<String> allowed = new HashSet<>(facts.started());
    decisions.stream()
        .filter(decision -> decision.is(ObjectReason.Due))
        .filter(decision -> !facts.started().contains(decision.object().uid()))
        .sorted(
            comparing((ObjectDecision decision) -> decision.unkeptSince().orElseThrow())
                .thenComparing(decision -> decision.object().uid()))
        .limit(Math.max(0, facts.policy().allowance(decisions.size()) - facts.counted().size()))
        .forEach(decision -> allowed.add(decision.object().uid()));
    String message =
        ("Retention period expired, but at most %d objects, or %d percent of those selected, are"
                + " deleted in 24 hours.")
            .formatted(facts.policy().maxObjects(), facts.policy().maxPercent());
    return decisions.stream()
        .map(
            decision ->
                decision.is(ObjectReason.Due) && !allowed.contains(decision.object().uid())
                    ? decision.withReason(ObjectReason.Limit, message)
                    : decision)
        .toList();
  }
}
