package dev.amioperator.attributes;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.SharedTags;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * EC2's limit of tags on an image and its snapshots, including tags of others. Pure.
 *
 * @param desired the tags that the image is to have
 * @param specKeys the keys of spec.tags; other tags of users come from the source of a copy
 * @param recordedKeys the user's tag keys that were set before; obsolete ones are removed first
 */
public record TagLimit(
    Map<String, String> desired, Set<String> specKeys, Set<String> recordedKeys) {
  /** User tags of an EC2 resource; tags of AWS do not count. */
  private static final int MAX_TAGS = 50;

  /** Tag keys named in a message; the rest is counted. */
  private static final int MAX_NAMED = 10;

  /** Why EC2 would refuse the tags of an image or of its snapshots, if so. */
  public Optional<ReadyState> obstacle(Image image, Collection<Snapshot> snapshots) {
    Set<String> snapshotKeys = SharedTags.without(desired).keySet();
    return Stream.concat(
            obstacle(image.id(), image.tags(), desired.keySet()).stream(),
            snapshots.stream().flatMap(s -> obstacle(s.id(), s.tags(), snapshotKeys).stream()))
        .findFirst();
  }

  /**
   * Why EC2 would refuse to create an image with the tags, if so.
   *
   * @param image names the image in the message
   */
  public Optional<ReadyState> obstacleToCreate(String image) {
    return obstacle(image, Map.of(), desired.keySet());
  }

  /** The actions without those that EC2 would refuse for the number of tags. */
  public List<AwsAction> permitted(
      List<AwsAction> actions, Image image, Collection<Snapshot> snapshots) {
    Map<String, Map<String, String>> present = new HashMap<>();
    snapshots.forEach(snapshot -> present.put(snapshot.id(), snapshot.tags()));
    present.put(image.id(), image.tags());
    return actions.stream().filter(action -> !isRefused(action, present)).toList();
  }

  private boolean isRefused(AwsAction action, Map<String, Map<String, String>> present) {
    return action instanceof TagAction.CreateTags(var ids, var tags)
        && ids.stream()
            .filter(present::containsKey)
            .anyMatch(id -> tagCount(present.get(id), tags.keySet()) > MAX_TAGS);
  }

  private Optional<ReadyState> obstacle(
      String resource, Map<String, String> present, Set<String> keys) {
    int count = tagCount(present, keys);
    return count <= MAX_TAGS
        ? Optional.empty()
        : Optional.of(
            new ReadyState.Stalled(Reason.Rejected, message(resource, count, present, keys)));
  }

  /** The tags after CreateTags; none if it would add no key, which EC2 never refuses. */
  private int tagCount(Map<String, String> present, Set<String> added) {
    if (present.keySet().containsAll(added)) {
      return 0;
    }
    Set<String> keys = new TreeSet<>(present.keySet());
    keys.removeIf(key -> TagKeys.isReservedByAws(key) || isObsolete(key));
    keys.addAll(added);
    return keys.size();
  }

  private boolean isObsolete(String key) {
    return recordedKeys.contains(key) && !desired.containsKey(key);
  }

  private String message(
      String resource, int count, Map<String, String> present, Set<String> keys) {
    List<String> fromSource =
        sorted(keys, key -> !specKeys.contains(key) && !key.startsWith(TagKeys.PREFIX));
    List<String> ofOthers =
        sorted(
            present.keySet(),
            key -> !keys.contains(key) && !TagKeys.isReservedByAws(key) && !isObsolete(key));
    List<String> groups = new ArrayList<>();
    addGroup(groups, "of spec.tags", sorted(keys, specKeys::contains));
    addGroup(groups, "of the source", fromSource);
    addGroup(groups, "set outside the operator", ofOthers);
    return "%s would have %d tags, and EC2 allows %d. Remove at least %d of these: %s%s."
        .formatted(
            resource,
            count,
            MAX_TAGS,
            count - MAX_TAGS,
            String.join(", ", groups),
            fromSource.isEmpty()
                ? ""
                : "; or set copySourceTags: false and name the tags to keep in spec.tags");
  }

  private static List<String> sorted(Set<String> keys, Predicate<String> included) {
    return keys.stream().filter(included).sorted().toList();
  }

  private static void addGroup(List<String> groups, String origin, List<String> keys) {
    if (!keys.isEmpty()) {
      String named = String.join(", ", keys.stream().limit(MAX_NAMED).toList());
      groups.add(
          "%d %s (%s%s)"
              .formatted(
                  keys.size(),
                  origin,
                  named,
                  keys.size() <= MAX_NAMED
                      ? ""
                      : " and %d more".formatted(keys.size() - MAX_NAMED)));
    }
  }
}
