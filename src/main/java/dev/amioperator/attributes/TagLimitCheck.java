package dev.amioperator.attributes;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** EC2's limit of tags on a resource, which tags of others count towards. Pure. */
final class TagLimitCheck {
  /** User tags of an EC2 resource; tags of AWS do not count. */
  static final int MAX_TAGS = 50;

  private static final String AWS_PREFIX = "aws:";

  /** Tag keys named in a message; the rest is counted. */
  private static final int MAX_NAMED = 10;

  private TagLimitCheck() {}

  /**
   * Why EC2 would refuse the desired tags, if so.
   *
   * @param recordedKeys the user's tag keys that were set before; obsolete ones are removed
   */
  static Optional<ReadyState> obstacle(
      Image image,
      Collection<Snapshot> snapshots,
      Map<String, String> desired,
      Set<String> recordedKeys) {
    return Stream.concat(
            obstacle(image.id(), image.tags(), desired, recordedKeys).stream(),
            snapshots.stream()
                .flatMap(
                    snapshot ->
                        obstacle(snapshot.id(), snapshot.tags(), desired, recordedKeys).stream()))
        .findFirst();
  }

  private static Optional<ReadyState> obstacle(
      String id, Map<String, String> present, Map<String, String> desired, Set<String> recorded) {
    Set<String> ofOthers = new TreeSet<>(present.keySet());
    ofOthers.removeAll(desired.keySet());
    ofOthers.removeAll(recorded);
    ofOthers.removeIf(key -> key.startsWith(AWS_PREFIX));
    int tooMany = ofOthers.size() + desired.size() - MAX_TAGS;
    if (tooMany <= 0 || present.keySet().containsAll(desired.keySet())) {
      return Optional.empty();
    }
    List<String> ofSpec =
        desired.keySet().stream().filter(key -> !key.startsWith(TagKeys.PREFIX)).sorted().toList();
    return Optional.of(
        new ReadyState.Stalled(
            Reason.Rejected,
            ("%s would have %d tags, and EC2 allows %d. Remove %d of those that were set outside the"
                    + " operator (%s) or of spec.tags (%s).")
                .formatted(
                    id,
                    MAX_TAGS + tooMany,
                    MAX_TAGS,
                    tooMany,
                    named(List.copyOf(ofOthers)),
                    named(ofSpec))));
  }

  private static String named(List<String> keys) {
    if (keys.isEmpty()) {
      return "none";
    }
    String some = String.join(", ", keys.stream().sorted().limit(MAX_NAMED).toList());
    return keys.size() <= MAX_NAMED
        ? some
        : "%s and %d more".formatted(some, keys.size() - MAX_NAMED);
  }
}
