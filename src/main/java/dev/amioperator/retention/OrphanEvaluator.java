package dev.amioperator.retention;

import static java.util.stream.Collectors.groupingBy;

import dev.amioperator.account.RetirementReservations;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.retention.OrphanProofReads.SnapshotReads;
import dev.amioperator.retention.OrphanRules.OrphanFacts;
import dev.amioperator.retention.OrphanedSnapshotReads.Listing;
import dev.amioperator.retention.OrphanedSnapshots.Orphan;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds snapshots without an image, and decides which of them a policy deletes. */
@ApplicationScoped
class OrphanEvaluator {
  /** How long EC2 may list a snapshot after it was deleted, and not restored since. */
  private static final Duration STILL_LISTED = Duration.ofMinutes(15);

  /** Snapshots whose tags an evaluation changes at most: each is read by its id before. */
  private static final int MAX_TAG_CHANGES = 1000;

  private static final String NEXT_TIME =
      "Retention period expired: EC2 is queried for what uses it in the next evaluation.";

  private final RetirementReservations reservations;
  private final ClusterId cluster;

  OrphanEvaluator(RetirementReservations reservations, ClusterId cluster) {
    this.reservations = reservations;
    this.cluster = cluster;
  }

  /** The cluster's objects, as far as they concern orphans. */
  record ClusterObjects(
      Supplier<Set<String>> namedSnapshots, Function<String, List<AwsAccount>> accountsOf) {}

  /**
   * Decides about the orphans, and plans the EC2 actions of a policy that deletes them.
   *
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while EC2 is
   *     queried
   */
  OrphanPlan plan(
      AmiRetentionPolicy policy,
      Facts known,
      GatheredFacts gathered,
      Function<AccountRegion, ObservationSession> sessions,
      Freshness freshness,
      ClusterObjects objects,
      AmiRetentionPolicyStatusFactory status) {
    OrphanRules rules = OrphanRules.of(policy.getSpec());
    Listing listing =
        new OrphanedSnapshotReads(sessions, known.freshness().evaluationStart())
            .list(gathered.inventory().keySet());
    OrphanPlanner planner = planner(policy, known, gathered, objects, status);
    List<OrphanDecision> listed = decisions(planner, listing);
    if (!rules.delete()) {
      return OrphanPlan.shown(listed, Map.of(), planner.ledger());
    }
    if (!known.policy().enforce()) {
      return OrphanPlan.shown(listed, listing.failures(), planner.ledger());
    }
    OrphanProofReads reads = new OrphanProofReads(sessions, freshness.imagesNotBefore());
    List<OrphanDecision> limited = planner.limited(listed);
    SnapshotReads now = reads.snapshots(changing(limited));
    return planner.plan(
        granted(planner, proven(planner, reads, now, limited), objects.accountsOf()),
        now.requested(),
        keptAgain(planner, reads, listing),
        listing.failures());
  }

  private OrphanPlanner planner(
      AmiRetentionPolicy policy,
      Facts known,
      GatheredFacts gathered,
      ClusterObjects objects,
      AmiRetentionPolicyStatusFactory status) {
    return new OrphanPlanner(
        Owner.of(cluster, policy),
        OrphanRules.of(policy.getSpec()),
        OrphanedSnapshots.of(known, gathered.inventory(), status.retiring()),
        new OrphanFacts(
            known,
            once(objects.namedSnapshots()),
            gathered.listFailures().keySet(),
            OrphanLedger.of(status.snapshotDeletions(), known.now())));
  }

  private static Supplier<Set<String>> once(Supplier<Set<String>> found) {
    AtomicReference<Set<String>> known = new AtomicReference<>();
    return () -> known.updateAndGet(before -> before == null ? found.get() : before);
  }

  private static List<OrphanDecision> decisions(OrphanPlanner planner, Listing listing) {
    return listing.byRegion().entrySet().stream()
        .flatMap(
            entry ->
                planner.find(entry.getKey(), entry.getValue().value()).stream()
                    .filter(
                        orphan -> exists(orphan, planner.ledger(), entry.getValue().observedAt())))
        .sorted(Comparator.comparing(Orphan::region).thenComparing(Orphan::id))
        .map(planner::decide)
        .toList();
  }

  /** Not deleted after the listing began, nor so shortly before that EC2 may still list it. */
  private static boolean exists(Orphan orphan, OrphanLedger ledger, Instant listedAt) {
    return ledger
        .deletedAt(orphan.id())
        .filter(deleted -> !deleted.plus(STILL_LISTED).isBefore(listedAt))
        .isEmpty();
  }

  /** The decisions by what EC2 tells now about each snapshot that is to be tagged or deleted. */
  private static List<OrphanDecision> proven(
      OrphanPlanner planner,
      OrphanProofReads reads,
      SnapshotReads now,
      List<OrphanDecision> limited) {
    List<OrphanDecision> decisions =
        planner.limited(
            limited.stream()
                .flatMap(decision -> planner.redecide(decision, now).stream())
                .toList());
    Map<String, OrphanProof> proofs =
        reads.proofs(
            decisions.stream()
                .filter(decision -> decision.is(RetentionReason.Due))
                .filter(decision -> now.requested().contains(decision.snapshotId()))
                .toList());
    return decisions.stream()
        .map(
            decision ->
                decision.is(RetentionReason.Due)
                    ? Optional.ofNullable(proofs.get(decision.snapshotId()))
                        .map(proof -> proof.judge(decision))
                        .orElseGet(() -> decision.withReason(RetentionReason.Limit, NEXT_TIME))
                    : decision)
        .toList();
  }

  private static List<OrphanDecision> changing(List<OrphanDecision> decisions) {
    return Stream.concat(
            decisions.stream().filter(decision -> decision.is(RetentionReason.Due)),
            decisions.stream()
                .filter(decision -> decision.shouldTag() || decision.shouldUntag())
                .limit(MAX_TAG_CHANGES))
        .toList();
  }

  /** Counts due snapshots in their accounts, before they are counted in the policy's status. */
  private List<OrphanDecision> granted(
      OrphanPlanner planner,
      List<OrphanDecision> decisions,
      Function<String, List<AwsAccount>> accountsOf) {
    List<OrphanDecision> granted = decisions;
    Map<String, List<OrphanDecision>> byAccount =
        planner.newlyDue(decisions).stream()
            .collect(groupingBy(decision -> decision.accountRegion().accountId()));
    for (Map.Entry<String, List<OrphanDecision>> entry : byAccount.entrySet()) {
      List<String> ids = entry.getValue().stream().map(OrphanDecision::snapshotId).toList();
      RetirementReservations.Granted reserved =
          reservations.reserve(accountsOf.apply(entry.getKey()), ids, planner.now());
      Set<String> refused = new HashSet<>(ids);
      refused.removeAll(reserved.imageIds());
      granted =
          granted.stream()
              .map(
                  decision ->
                      refused.contains(decision.snapshotId())
                          ? planner.overAccountLimit(decision, reserved)
                          : decision)
              .toList();
    }
    return granted;
  }

  /** The snapshots with the tag unkept-since that are no orphans any more, as they are now. */
  private static List<OrphanDecision> keptAgain(
      OrphanPlanner planner, OrphanProofReads reads, Listing listing) {
    List<OrphanDecision> tagged = new ArrayList<>();
    listing
        .byRegion()
        .forEach(
            (region, snapshots) ->
                planner.keptAgain(region, snapshots.value()).stream()
                    .limit(MAX_TAG_CHANGES)
                    .forEach(tagged::add));
    SnapshotReads now = reads.snapshots(tagged);
    return tagged.stream()
        .filter(
            decision ->
                Optional.ofNullable(now.found().get(decision.snapshotId()))
                    .filter(
                        snapshot ->
                            !planner
                                .keptAgain(decision.accountRegion(), List.of(snapshot))
                                .isEmpty())
                    .isPresent())
        .toList();
  }
}
