package dev.amioperator.retention;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.RecycleBinRule;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observation.Failed;
import dev.amioperator.observer.RecycleBinQueries;
import dev.amioperator.observer.Scope;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequestedRead;
import dev.amioperator.retention.RetentionReason.Group;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the rules of the Recycle Bin, and adds to decisions whether what they delete can be
 * restored. It informs only: a read that AWS refuses blocks nothing.
 *
 * @param notBefore the oldest listing of snapshots that counts
 */
record RecoveryReads(Function<AccountRegion, ObservationSession> sessions, Instant notBefore) {
  /**
   * The facts with what can be restored.
   *
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while AWS is
   *     queried
   */
  GatheredFacts describe(GatheredFacts gathered) {
    Map<AccountRegion, RegionRules> rules = rules(gathered);
    Map<Described, String> messages = new HashMap<>();
    return gathered
        .withDecisions(
            gathered.decisions().stream()
                .map(decision -> described(decision, rules, messages))
                .toList())
        .withOrphans(
            gathered
                .orphans()
                .withDecisions(
                    gathered.orphans().decisions().stream()
                        .map(decision -> described(decision, rules))
                        .toList()));
  }

  /** What a decision says, and what follows from it: equal for most images of a large account. */
  private record Described(String message, Recovery recovery) {
    String text() {
      return message + " " + recovery.forecast(RetireStep.DEREGISTER.noun());
    }
  }

  private static Decision described(
      Decision decision, Map<AccountRegion, RegionRules> rules, Map<Described, String> messages) {
    if (!deregisters(decision)) {
      return decision;
    }
    Recovery recovery =
        rules.get(decision.accountRegion()).recovery(known -> known.ofImage(decision.image()));
    return decision.withRecovery(
        recovery,
        messages.computeIfAbsent(new Described(decision.message(), recovery), Described::text));
  }

  private static OrphanDecision described(
      OrphanDecision decision, Map<AccountRegion, RegionRules> rules) {
    return decision.is(Group.RETIRE)
        ? decision.withRecovery(
            rules
                .get(decision.accountRegion())
                .recovery(known -> known.ofSnapshot(decision.snapshot())))
        : decision;
  }

  /** Requests the rules of all regions before it waits for any. */
  private Map<AccountRegion, RegionRules> rules(GatheredFacts gathered) {
    Map<AccountRegion, RequestedRead<RegionRules>> requested = new HashMap<>();
    regions(gathered)
        .forEach(region -> requested.put(region, RequestedRead.of(() -> rules(region, gathered))));
    return requested.entrySet().stream()
        .collect(toMap(Map.Entry::getKey, read -> read.getValue().value()));
  }

  private static Set<AccountRegion> regions(GatheredFacts gathered) {
    return Stream.concat(
            gathered.decisions().stream()
                .filter(RecoveryReads::deregisters)
                .map(Decision::accountRegion),
            gathered.orphans().decisions().stream()
                .filter(decision -> decision.is(Group.RETIRE))
                .map(OrphanDecision::accountRegion))
        .collect(toSet());
  }

  private static boolean deregisters(Decision decision) {
    return decision.is(Group.RETIRE)
        && decision.nextStep().filter(step -> step == RetireStep.DEREGISTER).isPresent();
  }

  /** The rules of a region, or why they are not known. */
  private record RegionRules(Optional<RecoveryRules> known, String why) {
    Recovery recovery(Function<RecoveryRules, Recovery> of) {
      return known.map(of).orElseGet(() -> new Recovery.Unknown(why));
    }
  }

  private RegionRules rules(AccountRegion region, GatheredFacts gathered) {
    ObservationSession session = sessions.apply(region);
    Observation<List<RecycleBinRule>> rules =
        session.observation(Scope.WHOLE_REGION, RecycleBinQueries.rules());
    Observation<List<Snapshot>> snapshots =
        session.observation(Scope.WHOLE_REGION, SnapshotQueries.inAccount(), notBefore);
    return failure(rules)
        .or(() -> failure(snapshots))
        .map(failure -> new RegionRules(Optional.empty(), failure.summary()))
        .orElseGet(
            () ->
                new RegionRules(
                    Optional.of(
                        RecoveryRules.of(
                            session.value(rules),
                            gathered.inventory().getOrDefault(region, List.of()),
                            session.value(snapshots))),
                    ""));
  }

  private static <T> Optional<Ec2CallException> failure(Observation<T> observation) {
    return observation instanceof Failed<T>(Ec2CallException failure, Instant retryAt)
        ? Optional.of(failure)
        : Optional.empty();
  }
}
