package dev.amioperator.retention;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.DeletedObject;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Item;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatusBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatusItemBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatusPlanBuilder;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.StatusFactory;
import dev.amioperator.reconcile.StatusUpdate;
import dev.amioperator.retention.RetentionReason.Group;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the status of an AmiRetentionPolicy with {@code target: Resources}. */
final class ResourcesStatusFactory extends StatusFactory<AmiRetentionPolicyStatus> {
  /** As many as of images. */
  private static final int MAX_ITEMS = 50;

  private static final int MAX_MESSAGE = 512;

  private static final Comparator<ObjectDecision> MOST_URGENT_FIRST =
      Comparator.comparing(ObjectDecision::reason)
          .reversed()
          .thenComparing(decision -> decision.object().kind())
          .thenComparing(decision -> decision.object().name());

  private final AmiRetentionPolicyStatusFactory shared;

  ResourcesStatusFactory(AmiRetentionPolicy policy, Instant now) {
    super(policy, AmiRetentionPolicyStatusBuilder.builder().build(), now);
    this.shared = new AmiRetentionPolicyStatusFactory(policy, now);
  }

  /** The spell of mode Enforce up to now; empty in mode Plan, while suspended, or if unreadable. */
  Optional<EnforcementSpell> previousSpell() {
    return shared.previousSpell();
  }

  /** The uids of the objects that were counted and are to be deleted. */
  Set<String> started() {
    return Stream.ofNullable(previousStatus.deleting())
        .flatMap(List::stream)
        .map(DeletedObject::uid)
        .collect(Collectors.toSet());
  }

  /** When objects were counted that still count for {@code spec.limits}. */
  List<Instant> counted() {
    return shared.history().withinLimitPeriod(now());
  }

  @Override
  public StatusUpdate<AmiRetentionPolicyStatus> withReadyState(ReadyState readyState) {
    return update(spellFields(previousSpell()), readyState);
  }

  /** The plan of a policy, and the objects that are being deleted. */
  StatusUpdate<AmiRetentionPolicyStatus> decided(
      Optional<EnforcementSpell> spell,
      List<ObjectDecision> decisions,
      ObjectDeletionPlan plan,
      ReadyState readyState) {
    return update(
        spellFields(spell)
            .plan(summary(decisions))
            .deleting(emptyToNull(plan.deleting()))
            .retired(emptyToNull(plan.counted().stream().map(Instant::toString).toList())),
        readyState);
  }

  private AmiRetentionPolicyStatusBuilder spellFields(Optional<EnforcementSpell> spell) {
    return AmiRetentionPolicyStatusBuilder.builder(previousStatus)
        .enforcingSince(spell.map(EnforcementSpell::since).map(Instant::toString).orElse(null))
        .lastEnforced(
            spell.map(EnforcementSpell::lastEvaluated).map(Instant::toString).orElse(null))
        .enforcedScope(spell.map(EnforcementSpell::scope).orElse(null));
  }

  private StatusUpdate<AmiRetentionPolicyStatus> update(
      AmiRetentionPolicyStatusBuilder fields, ReadyState readyState) {
    return new StatusUpdate<>(
        fields.observedGeneration(generation()).conditions(conditions(readyState)).build(),
        readyState);
  }

  static Plan summary(List<ObjectDecision> decisions) {
    Map<String, Integer> reasons = new TreeMap<>();
    decisions.stream()
        .collect(groupingBy(ObjectDecision::reason, counting()))
        .forEach((reason, count) -> reasons.put(reason.name(), count.intValue()));
    return AmiRetentionPolicyStatusPlanBuilder.builder()
        .objects(decisions.size())
        .retire(ObjectDeletionPlan.count(decisions, Group.RETIRE))
        .blocked(ObjectDeletionPlan.count(decisions, Group.BLOCKED))
        .reasons(reasons)
        .items(
            decisions.stream()
                .sorted(MOST_URGENT_FIRST)
                .limit(MAX_ITEMS)
                .map(ResourcesStatusFactory::item)
                .toList())
        .build();
  }

  private static Item item(ObjectDecision decision) {
    return AmiRetentionPolicyStatusItemBuilder.builder()
        .kind(decision.object().kind())
        .name(decision.object().name())
        .reason(decision.reason().name())
        .message(ReadyState.truncated(decision.message(), MAX_MESSAGE))
        .build();
  }
}
