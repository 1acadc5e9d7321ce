package dev.amioperator.retention;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The deprecation of an image that no rule keeps, and its reversal. The image's tag records the
 * deprecation time of before; without that record nothing is restored.
 */
final class ImageDeprecation {
  /** EC2 rejects a past deprecation time; the other calls of an evaluation take minutes. */
  private static final Duration LEAD_TIME = Duration.ofMinutes(15);

  private ImageDeprecation() {}

  /** Whether the image is deprecated, or will be soon, or its deprecation was changed since. */
  static boolean taken(Image image, Instant now) {
    if (image.tags().containsKey(TagKeys.DEPRECATION)) {
      return DeprecationTag.of(image)
          .filter(tag -> tag.pending(image) && !tag.applied(image))
          .isEmpty();
    }
    return image.settings().deprecationTime().filter(at -> !at.isAfter(soon(now))).isPresent();
  }

  /** The calls that deprecate an image. Only the time of before, as first recorded, is kept. */
  static List<AwsAction> actions(Image image, ClusterId cluster, Instant now) {
    Instant at = soon(now);
    String tag = new DeprecationTag(image.settings().deprecationTime(), at, cluster).value();
    return List.of(
        new TagAction.CreateTags(List.of(image.id()), Map.of(TagKeys.DEPRECATION, tag)),
        new ImageAction.EnableImageDeprecation(image.id(), at));
  }

  /** Whether a policy of the cluster deprecated the image, or was about to. */
  static boolean marked(Image image, ClusterId cluster) {
    return image.tags().containsKey(TagKeys.DEPRECATION)
        && DeprecationTag.of(image).filter(tag -> !tag.cluster().equals(cluster)).isEmpty();
  }

  /**
   * The calls that restore the deprecation time of before. The tag is deleted last: after a crash
   * between the calls the first is repeated.
   */
  static List<AwsAction> reversal(Image image, ClusterId cluster, Instant now) {
    if (!marked(image, cluster)) {
      return List.of();
    }
    List<AwsAction> actions = new ArrayList<>();
    DeprecationTag.of(image)
        .filter(tag -> tag.applied(image))
        .flatMap(tag -> restoration(image, tag, now))
        .ifPresent(actions::add);
    actions.add(new TagAction.DeleteTags(List.of(image.id()), Set.of(TagKeys.DEPRECATION)));
    return actions;
  }

  /** A deprecation time of before that has come meanwhile needs no call: the image has one. */
  private static Optional<AwsAction> restoration(Image image, DeprecationTag tag, Instant now) {
    return tag.before().isEmpty()
        ? Optional.of(new ImageAction.DisableImageDeprecation(image.id()))
        : tag.before()
            .filter(before -> before.isAfter(now))
            .map(before -> new ImageAction.EnableImageDeprecation(image.id(), before));
  }

  private static Instant soon(Instant now) {
    return now.plus(LEAD_TIME).truncatedTo(ChronoUnit.MINUTES);
  }
}
