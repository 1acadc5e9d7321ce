package dev.amioperator.retention;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** The image tag {@value TagKeys#UNKEPT_SINCE}: since when no rule keeps the image. */
final class UnkeptSinceTag {
  /** CreateTags and DeleteTags take up to 1000 resources; an invalid id fails the whole call. */
  private static final int MAX_RESOURCES_PER_CALL = 200;

  private UnkeptSinceTag() {}

  /**
   * The time in the image's tag. A tag that cannot be parsed, is in the future, or is older than
   * the image (it was copied with the tags of another image) is ignored: the retention period
   * restarts.
   */
  static Optional<Instant> of(Image image, Instant now) {
    return of(image.tags(), image.created(), now);
  }

  /** The same of an orphaned snapshot. */
  static Optional<Instant> of(Snapshot snapshot, Instant now) {
    return of(snapshot.tags(), snapshot.creation().startedAt(), now);
  }

  private static Optional<Instant> of(
      Map<String, String> tags, Optional<Instant> creation, Instant now) {
    String value = tags.get(TagKeys.UNKEPT_SINCE);
    if (value == null) {
      return Optional.empty();
    }
    try {
      Instant since = Instant.parse(value);
      boolean copied =
          creation.map(created -> created.truncatedTo(SECONDS)).filter(since::isBefore).isPresent();
      return since.isAfter(now) || copied ? Optional.empty() : Optional.of(since);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether the image is to be tagged. */
  static boolean shouldSet(Decision decision) {
    return decision.reason().tagChange() == RetentionReason.TagChange.SET
        && decision.unkeptSince().isEmpty();
  }

  /** Whether the tag is to be removed from the image. */
  static boolean shouldRemove(Decision decision) {
    return decision.reason().tagChange() == RetentionReason.TagChange.REMOVED
        && decision.image().tags().containsKey(TagKeys.UNKEPT_SINCE);
  }

  /** The CreateTags and DeleteTags calls for images of an account and region. */
  static List<AwsAction> actions(List<Decision> decisions, Instant now) {
    List<AwsAction> actions =
        new ArrayList<>(additions(ids(decisions, UnkeptSinceTag::shouldSet), now));
    actions.addAll(removals(ids(decisions, UnkeptSinceTag::shouldRemove)));
    return actions;
  }

  /** The CreateTags calls for images or snapshots of an account and region. */
  static List<AwsAction> additions(Stream<String> ids, Instant now) {
    String value = now.truncatedTo(SECONDS).toString();
    return batches(ids).stream()
        .<AwsAction>map(some -> new TagAction.CreateTags(some, Map.of(TagKeys.UNKEPT_SINCE, value)))
        .toList();
  }

  /** The DeleteTags calls for images or snapshots of an account and region. */
  static List<AwsAction> removals(Stream<String> ids) {
    return batches(ids).stream()
        .<AwsAction>map(some -> new TagAction.DeleteTags(some, Set.of(TagKeys.UNKEPT_SINCE)))
        .toList();
  }

  private static Stream<String> ids(List<Decision> decisions, Predicate<Decision> filter) {
    return decisions.stream().filter(filter).map(Decision::imageId);
  }

  private static List<List<String>> batches(Stream<String> ids) {
    return ids.gather(Gatherers.windowFixed(MAX_RESOURCES_PER_CALL)).toList();
  }
}
