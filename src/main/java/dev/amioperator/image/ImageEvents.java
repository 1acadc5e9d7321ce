package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.Condition.Type;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Events of an AmiImage between two statuses: its image is gone, is back, or a newer is found. */
final class ImageEvents {
  /** The state, in the status, of an image that is gone. */
  static final String GONE = "gone";

  private ImageEvents() {}

  /**
   * The events between two statuses.
   *
   * @param before null for a first status
   */
  static List<ObjectEvent> between(AmiImageStatus before, AmiImageStatus now) {
    return Stream.concat(newerImage(before, now).stream(), loss(before, now).stream()).toList();
  }

  /** That the image is gone, or is back. */
  static Optional<ObjectEvent> loss(AmiImageStatus before, AmiImageStatus now) {
    String known = before == null ? null : before.imageId();
    if (known == null || now.imageId() == null) {
      return Optional.empty();
    }
    if (!known.equals(now.imageId())) {
      boolean followed = !Objects.equals(before.previousImageId(), now.previousImageId());
      return followed
          ? Optional.empty()
          : Optional.of(
              imageGone("%s is gone; %s takes its place.".formatted(known, now.imageId())));
    }
    boolean wasGone = GONE.equals(before.state());
    boolean isGone = GONE.equals(now.state());
    if (!wasGone && isGone && !stalled(now)) {
      return Optional.of(imageGone("%s was deregistered behind our back.".formatted(known)));
    }
    return wasGone && !isGone && now.state() != null
        ? Optional.of(ObjectEvent.normal(Reason.Restored, "%s is back.".formatted(known)))
        : Optional.empty();
  }

  /** Then the condition's own event tells it. */
  private static boolean stalled(AmiImageStatus status) {
    return status.conditions() != null
        && status.conditions().stream().anyMatch(condition -> condition.type() == Type.STALLED);
  }

  private static ObjectEvent imageGone(String message) {
    return ObjectEvent.warning(Reason.ImageGone, message);
  }

  /** Each newer image is reported once. */
  static Optional<ObjectEvent> newerImage(AmiImageStatus before, AmiImageStatus now) {
    String newer = before == null ? null : before.newerImageId();
    String previous = before == null ? null : before.previousImageId();
    if (now.previousImageId() != null && !Objects.equals(previous, now.previousImageId())) {
      return Optional.of(
          newerAvailable(
              "Followed from %s to %s.".formatted(now.previousImageId(), now.imageId())));
    }
    if (now.newerImageId() != null && !Objects.equals(newer, now.newerImageId())) {
      return Optional.of(
          newerAvailable(
              "%s is found now; %s is kept.".formatted(now.newerImageId(), now.imageId())));
    }
    return Optional.empty();
  }

  private static ObjectEvent newerAvailable(String message) {
    return ObjectEvent.normal(Reason.NewerAvailable, message);
  }
}
