package dev.amioperator.retention;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import dev.amioperator.api.v1alpha1.ResourceKind;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The age of objects by a policy's rules: absolute, and among the Ready objects of a group.
 *
 * @param ranks from 1 for the newest object of a group, by uid
 */
record ObjectRanking(ResourcesPolicy policy, Map<String, Integer> ranks) {
  private static final Comparator<RetainedObject> NEWEST_FIRST =
      comparing(RetainedObject::created).reversed().thenComparing(RetainedObject::name);

  /** The kind and the values of the labels of {@code groupBy}. */
  private record Group(ResourceKind kind, List<String> values) {}

  /** An object that failed, or is being deleted, does not displace one that works. */
  static ObjectRanking of(ResourcesPolicy policy, Collection<RetainedObject> objects) {
    Map<String, Integer> ranks = new HashMap<>();
    objects.stream()
        .filter(policy::selects)
        .filter(object -> object.ready() && !object.deleting())
        .filter(object -> missingLabel(policy, object).isEmpty())
        .collect(groupingBy(object -> group(policy, object)))
        .values()
        .forEach(
            group -> {
              List<RetainedObject> newestFirst = group.stream().sorted(NEWEST_FIRST).toList();
              for (int i = 0; i < newestFirst.size(); i++) {
                ranks.put(newestFirst.get(i).uid(), i + 1);
              }
            });
    return new ObjectRanking(policy, ranks);
  }

  /** Whether the policy keeps the object because of its age, or cannot rank it. */
  boolean keeps(RetainedObject object, Instant now) {
    return missingLabel(object).isPresent()
        || keptRank(object).isPresent()
        || youngUntil(object, now).isPresent();
  }

  /** The label of {@code groupBy} that the object lacks; empty: it is in a group. */
  Optional<String> missingLabel(RetainedObject object) {
    return missingLabel(policy, object);
  }

  /** The object's rank, if it is among the newest that the policy keeps. */
  Optional<Integer> keptRank(RetainedObject object) {
    return Optional.ofNullable(ranks.get(object.uid())).filter(rank -> rank <= policy.newest());
  }

  /** Until when the policy keeps the object as young; empty: it does not. */
  Optional<Instant> youngUntil(RetainedObject object, Instant now) {
    return policy.youngerThan().map(object.created()::plus).filter(now::isBefore);
  }

  private static Optional<String> missingLabel(ResourcesPolicy policy, RetainedObject object) {
    return policy.groupBy().stream()
        .filter(label -> !object.labels().containsKey(label))
        .findFirst();
  }

  private static Group group(ResourcesPolicy policy, RetainedObject object) {
    return new Group(object.kind(), policy.groupBy().stream().map(object.labels()::get).toList());
  }
}
