package dev.amioperator.image;

import static dev.amioperator.reconcile.Reason.ImageGone;
import static dev.amioperator.reconcile.Reason.NewerAvailable;
import static dev.amioperator.reconcile.Reason.Released;
import static dev.amioperator.reconcile.Reason.Restored;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.Condition.Type;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Events of an AmiImage: its image is gone, is back, a newer is found, or it is released. */
final class ImageEvents {
  /** The value of {@code status.state} for an image that is gone. */
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

  /** The event that the image is gone, or is back. */
  static Optional<ObjectEvent> loss(AmiImageStatus before, AmiImageStatus now) {
    String known = before == null ? null : before.imageId();
    if (known == null || now.imageId() == null) {
      return Optional.empty();
    }
    if (!known.equals(now.imageId())) {
      boolean followed = !Objects.equals(before.previousImageId(), now.previousImageId());
      return followed
          ? Optional.empty()
          : event(ImageGone, "%s is gone; %s replaces it.".formatted(known, now.imageId()));
    }
    boolean wasGone = GONE.equals(before.state());
    boolean isGone = GONE.equals(now.state());
    if (!wasGone && isGone && !stalled(now)) {
      return event(ImageGone, "%s was deregistered outside the operator.".formatted(known));
    }
    return wasGone && !isGone && now.state() != null
        ? event(Restored, "%s exists again.".formatted(known))
        : Optional.empty();
  }

  /** The Stalled condition has an event of its own. */
  private static boolean stalled(AmiImageStatus status) {
    return status.conditions() != null
        && status.conditions().stream().anyMatch(condition -> condition.type() == Type.STALLED);
  }

  /** The event that another image was found or followed; once for each image. */
  static Optional<ObjectEvent> newerImage(AmiImageStatus before, AmiImageStatus now) {
    String newer = before == null ? null : before.newerImageId();
    String previous = before == null ? null : before.previousImageId();
    if (now.previousImageId() != null && !now.previousImageId().equals(previous)) {
      return event(
          NewerAvailable,
          "Followed from %s to %s.".formatted(now.previousImageId(), now.imageId()));
    }
    return now.newerImageId() != null && !now.newerImageId().equals(newer)
        ? event(
            NewerAvailable,
            "%s was found; %s is kept.".formatted(now.newerImageId(), now.imageId()))
        : Optional.empty();
  }

  /**
   * The event that a deleted object released its image; empty of one without an image of its own.
   */
  static Optional<ObjectEvent> released(AmiImage deleted) {
    boolean releases =
        deleted.getSpec().deletionPolicy() == DeletionPolicy.RELEASE
            && !Annotations.abandoned(deleted)
            && !SourceHandler.of(deleted.getSpec().source()).observesOnly();
    return Optional.ofNullable(deleted.getStatus())
        .map(AmiImageStatus::imageId)
        .filter(id -> releases)
        .flatMap(
            id ->
                event(
                    Released,
                    ("%s stays in EC2 with its tags: an AmiRetentionPolicy that selects it may retire"
                            + " it, and the same AmiImage applied again adopts it.")
                        .formatted(id)));
  }

  private static Optional<ObjectEvent> event(Reason reason, String message) {
    return Optional.of(
        reason == ImageGone
            ? ObjectEvent.warning(reason, message)
            : ObjectEvent.normal(reason, message));
  }
}
