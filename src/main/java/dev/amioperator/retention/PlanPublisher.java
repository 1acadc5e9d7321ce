package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.retention.ApprovablePlanStore.StoredPlan;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Publishes the plans of policies in ConfigMaps, and removes old ones. */
@ApplicationScoped
class PlanPublisher {
  /** Of plans that change daily, a pull request has this many days until its plan is removed. */
  static final int MAX_PLANS = 10;

  /** Between two checks that a stored plan still exists, if the process stored it. */
  private static final Duration RECHECKED_AFTER = Duration.ofHours(1);

  private final ApprovablePlanStore store;
  private final PlanItemsStore itemsStore;
  private final ReportStore reports;
  private final RetentionMetrics metrics;
  private final Map<StoredKey, Instant> storedAt = new ConcurrentHashMap<>();

  PlanPublisher(
      ApprovablePlanStore store,
      PlanItemsStore itemsStore,
      ReportStore reports,
      RetentionMetrics metrics) {
    this.store = store;
    this.itemsStore = itemsStore;
    this.reports = reports;
    this.metrics = metrics;
  }

  private record StoredKey(String uid, String hash) {}

  /**
   * A plan as published.
   *
   * @param images to retire
   * @param hash empty: there is nothing to approve
   * @param approvable the hashes of all stored plans, oldest first
   * @param approved the images of the plan that are approved; empty: not in mode Approved
   * @param problem why the plan is not stored, for users; empty: it is, or need not be
   * @param monthlyPrice of what is reclaimable; empty: the spec has no price
   */
  record PublishedPlan(
      int images,
      Optional<String> hash,
      List<String> approvable,
      Optional<Integer> approved,
      Optional<String> problem,
      Reclaimable reclaimable,
      Optional<String> monthlyPrice) {
    PublishedPlan withProblem(Optional<String> other) {
      return new PublishedPlan(
          images, hash, approvable, approved, other, reclaimable, monthlyPrice);
    }
  }

  /** Publishes the plan of a complete evaluation, as far as it is not published. */
  PublishedPlan publish(
      AmiRetentionPolicy policy,
      Owner owner,
      Facts known,
      GatheredFacts gathered,
      Function<AccountRegion, ObservationSession> sessions,
      AmiRetentionPolicyStatusFactory status) {
    List<Decision> decisions = gathered.decisions();
    Reclaimable reclaimable =
        Reclaimable.of(
            decisions, SnapshotSizes.of(decisions, sessions, known.freshness().planNotBefore()));
    metrics.update(policy, decisions, reclaimable, gathered.orphans().decisions());
    return reported(
        policy, known, gathered, stored(policy, owner, known, gathered, reclaimable, status));
  }

  private PublishedPlan stored(
      AmiRetentionPolicy policy,
      Owner owner,
      Facts known,
      GatheredFacts gathered,
      Reclaimable reclaimable,
      AmiRetentionPolicyStatusFactory status) {
    List<OrphanDecision> orphans = gathered.orphans().decisions();
    ApprovablePlan plan = ApprovablePlan.of(owner.resource(), gathered.decisions(), orphans);
    PlanItems items =
        PlanItems.of(owner.resource(), gathered.decisions(), gathered.usage(), orphans);
    Optional<String> hash = approvableHash(plan, gathered);
    List<String> approvable = new ArrayList<>(status.approvablePlans());
    Optional<String> problem =
        store(
            () -> {
              itemsStore.write(policy, items, hash, known.now());
              return storeApprovable(policy, plan, hash, approvable, known.now());
            });
    return new PublishedPlan(
        plan.images(),
        hash,
        List.copyOf(approvable),
        approved(gathered.decisions(), known.approval()),
        problem,
        reclaimable,
        MonthlyPrice.of(reclaimable, policy.getSpec().snapshotPrices()));
  }

  /** Writes the report; a problem with it is told if there is no other. */
  private PublishedPlan reported(
      AmiRetentionPolicy policy, Facts known, GatheredFacts gathered, PublishedPlan published) {
    RetentionReport report =
        new RetentionReport(
            policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName(),
            known.policy(),
            gathered.decisions(),
            gathered.orphans().decisions(),
            published,
            ReportTimeline.date(known.now()));
    Optional<String> problem =
        store(
            () -> {
              reports.write(policy, report.html(), known.now());
              return Optional.empty();
            });
    return published.withProblem(published.problem().or(() -> problem));
  }

  /** A region that cannot be listed now would be missing in what is approved. */
  private static Optional<String> approvableHash(ApprovablePlan plan, GatheredFacts gathered) {
    return !plan.isEmpty() && gathered.notListed().isEmpty()
        ? Optional.of(plan.hash())
        : Optional.empty();
  }

  private static Optional<Integer> approved(List<Decision> decisions, Approval approval) {
    return switch (approval) {
      case Approval.NotRequired notRequired -> Optional.empty();
      case Approval.Required required -> Optional.of(ApprovedImages.count(decisions, required));
    };
  }

  private static Optional<String> store(Supplier<Optional<String>> writes) {
    try {
      return writes.get();
    } catch (PolicyConfigMaps.UnavailableException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Stores the plan, and removes old ones; mode Enforce needs none. */
  private Optional<String> storeApprovable(
      AmiRetentionPolicy policy,
      ApprovablePlan plan,
      Optional<String> hash,
      List<String> approvable,
      Instant now) {
    if (policy.getSpec().mode() == Mode.ENFORCE) {
      removeOldest(policy, approvable, 0);
      return Optional.empty();
    }
    if (hash.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> problem = store(policy, plan, hash.get(), now);
    approvable.remove(hash.get());
    approvable.add(hash.get());
    removeOldest(policy, approvable, MAX_PLANS);
    return problem;
  }

  /** Drops what is remembered about a deleted policy; Kubernetes deletes its ConfigMaps. */
  void forget(AmiRetentionPolicy policy) {
    storedAt.keySet().removeIf(key -> key.uid().equals(policy.getMetadata().getUid()));
    itemsStore.forget(policy);
    reports.forget(policy);
    metrics.remove(policy);
  }

  private Optional<String> store(
      AmiRetentionPolicy policy, ApprovablePlan plan, String hash, Instant now) {
    StoredKey key = new StoredKey(policy.getMetadata().getUid(), hash);
    Instant checked = storedAt.get(key);
    if (checked != null && now.isBefore(checked.plus(RECHECKED_AFTER))) {
      return Optional.empty();
    }
    store.store(policy, plan, hash);
    if (store.read(policy, hash) instanceof StoredPlan.Altered(String configMap)) {
      return Optional.of(
          "ConfigMap %s has other content than the plan. Delete it: the operator creates it again"
              .formatted(configMap));
    }
    storedAt.put(key, now);
    return Optional.empty();
  }

  /** Removes all but the last plans; never the approved one. */
  private void removeOldest(AmiRetentionPolicy policy, List<String> hashes, int kept) {
    List<String> old = List.copyOf(hashes.subList(0, Math.max(0, hashes.size() - kept)));
    for (String hash : old) {
      if (!hash.equals(policy.getSpec().approvedPlan())) {
        store.delete(policy, hash);
        storedAt.remove(new StoredKey(policy.getMetadata().getUid(), hash));
        hashes.remove(hash);
      }
    }
  }
}
