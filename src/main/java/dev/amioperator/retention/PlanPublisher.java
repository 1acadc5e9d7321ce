package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.ownership.Owner;
import dev.amioperator.retention.ApprovablePlanStore.StoredPlan;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Publishes the plans of policies in ConfigMaps, and removes old ones. */
@ApplicationScoped
class PlanPublisher {
  /** Of plans that change daily, a pull request has this many days until its plan is removed. */
  static final int MAX_PLANS = 10;

  /** Between two checks that a stored plan still exists, if the process stored it. */
  private static final Duration RECHECKED_AFTER = Duration.ofHours(1);

  private final ApprovablePlanStore store;
  private final PlanItemsStore itemsStore;
  private final Map<StoredKey, Instant> storedAt = new ConcurrentHashMap<>();

  PlanPublisher(ApprovablePlanStore store, PlanItemsStore itemsStore) {
    this.store = store;
    this.itemsStore = itemsStore;
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
   */
  record PublishedPlan(
      int images,
      Optional<String> hash,
      List<String> approvable,
      Optional<Integer> approved,
      Optional<String> problem) {}

  /** Publishes the plan of a complete evaluation, as far as it is not published. */
  PublishedPlan publish(
      AmiRetentionPolicy policy,
      Owner owner,
      GatheredFacts gathered,
      Approval approval,
      AmiRetentionPolicyStatusFactory status) {
    List<Decision> decisions = gathered.decisions();
    ApprovablePlan plan = ApprovablePlan.of(owner.resource(), decisions);
    // A region that cannot be listed now would be missing in what is approved.
    Optional<String> hash =
        Optional.of(plan)
            .filter(found -> found.images() > 0 && gathered.listFailures().isEmpty())
            .map(ApprovablePlan::hash);
    Optional<Integer> approved =
        approval instanceof Approval.Required
            ? Optional.of(ApprovedImages.count(decisions, approval))
            : Optional.empty();
    List<String> approvable = new ArrayList<>(status.approvablePlans());
    Optional<String> problem;
    try {
      itemsStore.write(
          policy, PlanItems.of(owner.resource(), decisions, gathered.usage()), hash, status.now());
      problem = storeApprovable(policy, plan, hash, approvable, status.now());
    } catch (PolicyConfigMaps.UnavailableException e) {
      problem = Optional.of(e.getMessage());
    }
    return new PublishedPlan(plan.images(), hash, List.copyOf(approvable), approved, problem);
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
