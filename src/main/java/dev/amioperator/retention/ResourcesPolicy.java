package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Limits;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.ResourceKind;
import dev.amioperator.api.v1alpha1.RetentionTarget;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.Durations;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The spec of an AmiRetentionPolicy with {@code target: Resources}, with its defaults applied.
 *
 * @param namespace whose objects the policy deletes
 * @param groupBy the label keys that separate groups, besides the kind
 * @param newest how many of the newest Ready objects of each group are kept; 0: none
 * @param youngerThan the age up to which objects are kept; empty: none
 * @param deleteAfter how long an object stays after no rule keeps it any more
 * @param maxObjects how many objects may be deleted in any 24 hours
 * @param maxPercent the same in percent of the selected objects; at least one object
 * @param enforce whether objects are changed: mode Enforce and not suspended
 */
record ResourcesPolicy(
    String namespace,
    Map<String, String> matchLabels,
    Set<ResourceKind> kinds,
    List<String> groupBy,
    int newest,
    Optional<Duration> youngerThan,
    Duration deleteAfter,
    int maxObjects,
    int maxPercent,
    boolean enforce) {
  private static final String LABEL = "label:";
  private static final int DEFAULT_MAX_OBJECTS = 10;
  private static final int DEFAULT_MAX_PERCENT = 20;

  ResourcesPolicy {
    matchLabels = Map.copyOf(matchLabels);
    kinds = Set.copyOf(kinds);
    groupBy = List.copyOf(groupBy);
  }

  /** Whether a policy is about objects, not about images in EC2. */
  static boolean targets(AmiRetentionPolicy policy) {
    return policy.getSpec().target() == RetentionTarget.RESOURCES;
  }

  /**
   * Applies the defaults to a policy's spec.
   *
   * @throws IllegalArgumentException for a duration that the CRD rejects
   */
  static ResourcesPolicy of(AmiRetentionPolicy policy) {
    AmiRetentionPolicySpec spec = policy.getSpec();
    Optional<Limits> limits = Optional.ofNullable(spec.limits());
    List<ResourceKind> kinds = spec.select().kinds();
    return new ResourcesPolicy(
        policy.getMetadata().getNamespace(),
        Objects.requireNonNullElse(spec.select().matchLabels(), Map.of()),
        kinds == null ? EnumSet.allOf(ResourceKind.class) : Set.copyOf(kinds),
        Objects.requireNonNullElse(spec.groupBy(), List.<String>of()).stream()
            .filter(entry -> entry.startsWith(LABEL))
            .map(entry -> entry.substring(LABEL.length()))
            .toList(),
        Objects.requireNonNullElse(spec.keep().newest(), 0),
        Optional.ofNullable(spec.keep().youngerThan()).map(Durations::parse),
        Durations.parse(spec.retire().delete()),
        limits.map(Limits::maxObjects).orElse(DEFAULT_MAX_OBJECTS),
        limits.map(Limits::maxPercent).orElse(DEFAULT_MAX_PERCENT),
        spec.mode() == Mode.ENFORCE && EffectivePolicy.enforced(spec));
  }

  /** Whether an object of the namespace is selected; none is without labels. */
  boolean selects(RetainedObject object) {
    return !matchLabels.isEmpty()
        && kinds.contains(object.kind())
        && namespace.equals(object.namespace())
        && object.labels().entrySet().containsAll(matchLabels.entrySet());
  }

  /** How many of {@code selected} objects may be deleted in 24 hours. */
  int allowance(int selected) {
    return Math.min(maxObjects, Math.max(1, (int) ((long) selected * maxPercent / 100)));
  }

  /**
   * A hash of which objects the policy evaluates, for {@link EnforcementSpell}.
   *
   * @param uid of the policy: a status that is restored into another object starts a new spell
   */
  String scope(String uid) {
    return Owner.hash(List.of(uid, new TreeMap<>(matchLabels), new TreeSet<>(kinds)).toString());
  }
}
