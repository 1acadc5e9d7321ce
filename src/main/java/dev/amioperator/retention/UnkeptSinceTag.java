package dev.amioperator.retention;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** The mark on an image, {@value TagKeys#UNKEPT_SINCE}: since when nothing keeps it. */
final class UnkeptSinceTag {
  /** CreateTags and DeleteTags take up to a thousand resources; fewer share one bad id's fate. */
  private static final int MAX_RESOURCES_PER_CALL = 200;

  private UnkeptSinceTag() {}

  /**
   * What the image's mark says. A mark that cannot be read, that lies in the future, or that is
   * older than the image itself (it came with tags copied from another) is none: the days begin
   * anew.
   */
  static Optional<Instant> of(Image image, Instant now) {
    String value = image.tags().get(TagKeys.UNKEPT_SINCE);
    if (value == null) {
      return Optional.empty();
    }
    try {
      Instant since = Instant.parse(value);
      boolean copied =
          image
              .created()
              .map(made -> made.truncatedTo(SECONDS))
              .filter(since::isBefore)
              .isPresent();
      return since.isAfter(now) || copied ? Optional.empty() : Optional.of(since);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether the mark is to be written. */
  static boolean shouldSet(Decision decision) {
    return decision.reason().tagChange() == RetentionReason.TagChange.SET
        && decision.unkeptSince().isEmpty();
  }

  /** Whether the mark is to be removed. */
  static boolean shouldRemove(Decision decision) {
    return decision.reason().tagChange() == RetentionReason.TagChange.REMOVED
        && decision.image().tags().containsKey(TagKeys.UNKEPT_SINCE);
  }

  /** The marks to write and to remove in one place: empty when all are as they should be. */
  static List<AwsAction> actions(List<Decision> decisions, Instant now) {
    List<AwsAction> actions = new ArrayList<>();
    String today = now.truncatedTo(SECONDS).toString();
    batches(decisions.stream().filter(UnkeptSinceTag::shouldSet))
        .forEach(
            ids -> actions.add(new TagAction.CreateTags(ids, Map.of(TagKeys.UNKEPT_SINCE, today))));
    batches(decisions.stream().filter(UnkeptSinceTag::shouldRemove))
        .forEach(ids -> actions.add(new TagAction.DeleteTags(ids, Set.of(TagKeys.UNKEPT_SINCE))));
    return actions;
  }

  private static List<List<String>> batches(Stream<Decision> decisions) {
    return decisions
        .map(Decision::imageId)
        .gather(Gatherers.windowFixed(MAX_RESOURCES_PER_CALL))
        .toList();
  }
}
