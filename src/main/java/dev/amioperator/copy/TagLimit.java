package dev.amioperator.copy;

import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks the number of tags on a copy. Pure.
 *
 * @param copy names the copy in messages
 * @param desired the tags that the copy is to have
 * @param chosen the keys of spec.tags; others come from the source
 */
record TagLimit(String copy, Map<String, String> desired, Set<String> chosen) {
  /** EC2's limit for a resource, without those of AWS itself. */
  private static final int MAX_TAGS = 50;

  private static final int MAX_NAMED = 10;
  private static final String RESERVED_BY_AWS = "aws:";

  /**
   * Stalled if EC2 would refuse the tags.
   *
   * @param present the tags that the copy has; empty for a new copy
   */
  Optional<ReadyState> obstacle(Map<String, String> present) {
    Set<String> others = new TreeSet<>(present.keySet());
    others.removeIf(key -> key.startsWith(RESERVED_BY_AWS) || desired.containsKey(key));
    int count = desired.size() + others.size();
    return count <= MAX_TAGS
        ? Optional.empty()
        : Optional.of(new ReadyState.Stalled(Reason.Rejected, message(count, others)));
  }

  private String message(int count, Set<String> others) {
    Set<String> copied = new TreeSet<>(desired.keySet());
    copied.removeIf(key -> chosen.contains(key) || key.startsWith(TagKeys.PREFIX));
    int ours = desired.size() - copied.size() - chosen.size();
    String left = others.isEmpty() ? "" : ", %d set on it by others".formatted(others.size());
    return ("%s would have %d tags, and EC2 allows %d: %d of spec.tags, %d of the source, %d of the"
            + " operator%s. Leave out at least %d: %s")
        .formatted(
            copy,
            count,
            MAX_TAGS,
            chosen.size(),
            copied.size(),
            ours,
            left,
            count - MAX_TAGS,
            copied.isEmpty()
                ? "remove keys from spec.tags."
                : ("remove tags from the source (%s), or set copySourceTags: false and name the tags to"
                        + " keep in spec.tags.")
                    .formatted(named(copied)));
  }

  private static String named(Set<String> keys) {
    String first = keys.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
    return keys.size() <= MAX_NAMED
        ? first
        : "%s and %d more".formatted(first, keys.size() - MAX_NAMED);
  }

  /** The plan for an existing copy without the tags that EC2 would refuse. */
  Plan limit(Plan plan, Map<String, String> present) {
    return obstacle(present)
        .map(
            why -> {
              var actions =
                  plan.actions().stream()
                      .filter(
                          action -> !(action instanceof TagAction.CreateTags tags && adds(tags)))
                      .toList();
              return new Plan(actions, actions.isEmpty() ? why : plan.readyState());
            })
        .orElse(plan);
  }

  private boolean adds(TagAction.CreateTags action) {
    return desired.entrySet().containsAll(action.tags().entrySet());
  }
}
