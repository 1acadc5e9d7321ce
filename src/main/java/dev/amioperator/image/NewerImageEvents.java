package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.Objects;
import java.util.Optional;

/** What a person would want to have seen when a lookup or a parameter finds another image. */
final class NewerImageEvents {
  private NewerImageEvents() {}

  /**
   * The event that a change of status is worth: each newer image is told once.
   *
   * @param before null for a first status
   */
  static Optional<ReadyState> newerImageEvent(AmiImageStatus before, AmiImageStatus now) {
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

  private static ReadyState newerAvailable(String message) {
    return new ReadyState.Ready(Reason.NewerAvailable, message);
  }
}
