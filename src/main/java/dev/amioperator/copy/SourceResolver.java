package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec.CopySource;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.ImagePresence;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Resolves the source image of an AmiCopy, and whether it can be copied. */
final class SourceResolver {
  private SourceResolver() {}

  /** The AwsAccount of the source AmiImage, or recorded for it, or named in the spec. */
  static String accountRef(AmiCopy copy, Optional<AmiImage> image) {
    CopySource source = copy.getSpec().source();
    Optional<String> named =
        source.imageRef() == null
            ? Optional.ofNullable(source.accountRef())
            : image
                .map(i -> Optional.ofNullable(i.getSpec().accountRef()))
                .orElseGet(
                    () -> Optional.ofNullable(copy.getStatus()).map(AmiCopyStatus::accountRef));
    return named.orElse(Api.DEFAULT_ACCOUNT);
  }

  /**
   * The source before EC2 is read. The copies stay while their AmiImage is missing or has no image.
   */
  static ObservedSource resolve(AmiCopy copy, Optional<AmiImage> image) {
    CopySource source = copy.getSpec().source();
    if (source.imageRef() == null) {
      return new ObservedSource.Unobserved(new SourceId(source.region(), source.imageId()));
    }
    Optional<String> id = image.map(AmiImage::getStatus).map(AmiImageStatus::imageId);
    if (id.isPresent()) {
      return new ObservedSource.Unobserved(new SourceId(image.get().getSpec().region(), id.get()));
    }
    ReadyState why = image.isEmpty() ? missing(source.imageRef()) : withoutImage(source.imageRef());
    return RecordedCopy.of(copy)
        .source()
        .<ObservedSource>map(recorded -> new ObservedSource.Unavailable(recorded, why))
        .orElseGet(() -> new ObservedSource.Unknown(why));
  }

  /**
   * Blocked, not stalled: an AmiImage is often applied just after its AmiCopy, and GitOps tools end
   * a sync at the first object that is stalled.
   */
  private static ReadyState missing(String imageRef) {
    return new ReadyState.Blocked(
        Reason.SourceNotFound,
        ("AmiImage %s does not exist in this namespace. Create it, or reference"
                + " another in source.imageRef.")
            .formatted(imageRef),
        Requeue.SOURCE_WITHOUT_IMAGE);
  }

  private static ReadyState withoutImage(String imageRef) {
    return new ReadyState.Reconciling(
        Reason.SourceNotReady,
        "AmiImage %s has no image yet; its conditions say why.".formatted(imageRef),
        Requeue.SOURCE_WITHOUT_IMAGE);
  }

  /**
   * The source by EC2's answer to a read of its id.
   *
   * @param accountId the account that reads and copies it
   * @param copiedBefore whether the status records that it was there before
   * @param absenceNote a further reason why EC2 may not show it; may be empty
   */
  static ObservedSource fromObservation(
      SourceId id,
      Presence<Image> presence,
      Instant observedAt,
      Duration grace,
      String accountId,
      boolean copiedBefore,
      Supplier<String> absenceNote) {
    return switch (ImagePresence.of(presence, observedAt, grace)) {
      case ImagePresence.Present(Image image) -> fromObservation(id, image);
      case ImagePresence.NotFound notFound ->
          waiting(id, Reason.Observing, "%s was not found; rechecking.".formatted(id));
      case ImagePresence.Gone gone ->
          stalled(
              id,
              Reason.SourceNotFound,
              missing(id, presence, accountId, copiedBefore, absenceNote));
    };
  }

  private static String missing(
      SourceId id,
      Presence<Image> presence,
      String accountId,
      boolean copiedBefore,
      Supplier<String> absenceNote) {
    String what =
        presence
            .found()
            .map(image -> "was deregistered by its owner, account %s".formatted(image.ownerId()))
            .orElseGet(
                () ->
                    (copiedBefore
                            ? "is gone: its owner deregistered it, or no longer shares it with account "
                            : "does not exist, or its owner does not share it with account ")
                        + accountId
                        + absenceNote.get());
    String remedy =
        presence.found().isPresent()
            ? "Name another image in source."
            : "Name another image in source, or have its owner share it and its snapshots.";
    return "%s %s. Existing copies are kept. %s".formatted(id, what, remedy);
  }

  private static ObservedSource fromObservation(SourceId id, Image image) {
    return switch (image.state()) {
      case AVAILABLE, DISABLED -> new ObservedSource.Available(id, image);
      case PENDING, TRANSIENT, UNKNOWN ->
          waiting(
              id,
              Reason.SourceNotReady,
              "%s is %s; it is copied once it is available.".formatted(id, image.state().value()));
      case FAILED, ERROR, INVALID, DEREGISTERED ->
          stalled(
              id,
              Reason.SourceNotReady,
              "%s is %s and cannot be copied%s. Existing copies are kept. Name another image in source."
                  .formatted(
                      id,
                      image.state().value(),
                      image.stateReason().isEmpty() ? "" : ": " + image.stateReason()));
    };
  }

  private static ObservedSource waiting(SourceId id, Reason reason, String message) {
    return new ObservedSource.Unavailable(
        id, new ReadyState.Reconciling(reason, message, Requeue.COPY_PENDING));
  }

  private static ObservedSource stalled(SourceId id, Reason reason, String message) {
    return new ObservedSource.Unavailable(id, new ReadyState.Stalled(reason, message));
  }
}
