package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.Condition.Type;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What a person would want to have seen when an image was lost, and when there is one again. */
final class ImageEvents {
  /** The state, in the status, of an image that is gone. */
  static final String GONE = "gone";

  private ImageEvents() {}

  /**
   * The event that a change of status is worth.
   *
   * @param before null for a first status
   */
  static Optional<ReadyState> imageLossEvent(AmiImageStatus before, AmiImageStatus now) {
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
        ? Optional.of(new ReadyState.Ready(Reason.Restored, "%s is back.".formatted(known)))
        : Optional.empty();
  }

  /** Then the condition's own event tells it. */
  private static boolean stalled(AmiImageStatus status) {
    return status.conditions() != null
        && status.conditions().stream().anyMatch(condition -> condition.type() == Type.STALLED);
  }

  private static ReadyState imageGone(String message) {
    return new ReadyState.Blocked(Reason.ImageGone, message, Duration.ZERO);
  }
}
