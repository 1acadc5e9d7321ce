package dev.amioperator.image;

import dev.amioperator.ec2.Image;
import dev.amioperator.observer.ImagePresence;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.ownership.ImagePrecedence;
import dev.amioperator.ownership.TagKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Image in EC2 that belongs to an AmiImage: found by its tags, else by its id. */
sealed interface CurrentImage {
  /**
   * A live image with the object's tags and source.
   *
   * @param others further live images with the same tags: reported, never changed
   */
  record Owned(Image image, List<Image> others) implements CurrentImage {}

  /** An image with the object's tags that EC2 failed to create, and no live image. */
  record Failed(Image image) implements CurrentImage {}

  /** An image with the object's tags that was created from another source. */
  record SourceMismatch(Image image) implements CurrentImage {}

  /** An image without the object's tags, whose id the spec or the status names. */
  record Untagged(Image image) implements CurrentImage {}

  /**
   * An image found by a lookup or an SSM parameter, and only observed.
   *
   * @param newer another image that is found now and not followed
   */
  record Pinned(Image image, Optional<Image> newer) implements CurrentImage {}

  /** The lookup or the SSM parameter names no image that can be used. */
  record Unresolved(String message) implements CurrentImage {}

  /** A known image that EC2 does not show now, which may be eventual consistency. */
  record NotVisible(String imageId) implements CurrentImage {}

  /** A known image that EC2 no longer has, as confirmed. */
  record Gone(String imageId) implements CurrentImage {}

  /** No image was recorded or found. */
  record None() implements CurrentImage {}

  /** Without a newer image that the AwsAccount does not allow to observe: its id is not shown. */
  default CurrentImage withNewerIf(Predicate<Image> allowed) {
    return this instanceof Pinned(Image image, Optional<Image> newer)
        ? new Pinned(image, newer.filter(allowed))
        : this;
  }

  /** The live image with the object's tags and source, if any. */
  default Optional<Image> owned() {
    return this instanceof Owned(Image image, _) ? Optional.of(image) : Optional.empty();
  }

  /**
   * The image that the observations show.
   *
   * @param grace how long an image must be missing before it counts as gone
   */
  static CurrentImage of(
      DesiredImage desired, RecordedImage recorded, ObservedImage observed, Duration grace) {
    Optional<CurrentImage> byId =
        observed
            .byId()
            .map(presence -> ImagePresence.of(presence, observed.observedAt(), grace))
            .map(presence -> byId(desired, recorded, presence));
    return byOwnerTags(desired, recorded, observed.ownedResources())
        .or(
            () ->
                observed.resolvedImage().map(resolved -> pinned(desired, recorded, resolved, byId)))
        .or(() -> byId)
        .orElseGet(None::new);
  }

  /**
   * The image among those that carry the object's tags. An image that is only observed is not found
   * by its tags: they may be left of an object of the same name that released it.
   */
  static Optional<CurrentImage> byOwnerTags(
      DesiredImage desired, RecordedImage recorded, OwnedResources ownedResources) {
    if (desired.source().observesOnly()) {
      return Optional.empty();
    }
    List<Image> live =
        ownedResources.images().stream()
            .filter(image -> image.state().live() && desired.owner().owns(image))
            .sorted(ImagePrecedence.of(recorded.imageId()))
            .toList();
    List<Image> its =
        live.stream().filter(image -> matchesIdOrName(desired, recorded, image)).toList();
    Optional<Image> owned =
        its.stream()
            .filter(image -> desired.sourceHash().equals(image.tags().get(TagKeys.SOURCE)))
            .findFirst();
    if (owned.isPresent()) {
      String id = owned.get().id();
      return Optional.of(
          new Owned(owned.get(), live.stream().filter(image -> !image.id().equals(id)).toList()));
    }
    if (!its.isEmpty()) {
      return Optional.of(new SourceMismatch(its.getFirst()));
    }
    return ownedResources.images().stream()
        .filter(image -> image.state().failed() && desired.owner().owns(image))
        .filter(image -> matchesIdOrName(desired, recorded, image))
        .findFirst()
        .map(Failed::new);
  }

  /** A name is unique in an account and region; tags are not: a user's copy has them too. */
  private static boolean matchesIdOrName(
      DesiredImage desired, RecordedImage recorded, Image image) {
    return recorded.idToObserve(desired).equals(Optional.of(image.id()))
        || (recorded.mayRecreate(desired)
            && desired.nameToCreate().equals(Optional.of(image.name())));
  }

  /** The image that was found first is kept unless the object follows the newest. */
  private static CurrentImage pinned(
      DesiredImage desired,
      RecordedImage recorded,
      ResolvedImage resolved,
      Optional<CurrentImage> byId) {
    Optional<Image> other =
        resolved.image().filter(image -> !recorded.imageId().equals(Optional.of(image.id())));
    if (recorded.imageId().isEmpty() && other.isEmpty()) {
      return new Unresolved(resolved.message());
    }
    if (other.isPresent() && (recorded.imageId().isEmpty() || desired.source().followsNewest())) {
      return new Pinned(other.get(), Optional.empty());
    }
    return byId.map(pin -> pin instanceof Untagged(Image image) ? new Pinned(image, other) : pin)
        .orElseGet(None::new);
  }

  private static CurrentImage byId(
      DesiredImage desired, RecordedImage recorded, ImagePresence presence) {
    String id = recorded.idToObserve(desired).orElseThrow();
    return switch (presence) {
      case ImagePresence.Present(Image image) -> new Untagged(image);
      case ImagePresence.NotFound _ when recorded.imageId().isPresent() -> new NotVisible(id);
      case ImagePresence.NotFound _, ImagePresence.Gone _ -> new Gone(id);
    };
  }
}
