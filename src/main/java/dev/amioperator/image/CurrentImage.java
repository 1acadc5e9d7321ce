package dev.amioperator.image;

import dev.amioperator.ec2.Image;
import dev.amioperator.observer.ImagePresence;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.ImagePrecedence;
import dev.amioperator.ownership.TagKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The image in EC2 that belongs to an AmiImage: found by its tags, else by its id. */
sealed interface CurrentImage {
  /**
   * @param others further images with the same tags and source: reported, never touched
   */
  record Owned(Image image, List<Image> others) implements CurrentImage {}

  /** Only images that EC2 could not finish carry the tags. */
  record Failed(Image image) implements CurrentImage {}

  /** The tags are ours, but it was made from another source. */
  record SourceMismatch(Image image) implements CurrentImage {}

  /** Nothing carries our tags; this is the image with the id that we know. */
  record Untagged(Image image) implements CurrentImage {}

  /**
   * Found by a lookup or an SSM parameter, and only looked at.
   *
   * @param newer another one that is found now and not followed
   */
  record Pinned(Image image, Optional<Image> newer) implements CurrentImage {}

  /** The lookup or the SSM parameter names no image that can be used. */
  record Unresolved(String message) implements CurrentImage {}

  /** It was there, and is not seen now: may be EC2's lag. */
  record NotVisible(String imageId) implements CurrentImage {}

  /** It was there, and is gone beyond doubt. */
  record Gone(String imageId) implements CurrentImage {}

  /** There was none. */
  record None() implements CurrentImage {}

  /** Reads what was seen. */
  static CurrentImage of(
      DesiredImage desired, RecordedImage recorded, ObservedImage observed, Duration grace) {
    return byOwnerTags(desired, recorded, observed.ownedResources())
        .or(
            () ->
                observed
                    .resolvedImage()
                    .map(resolved -> pinned(desired, recorded, observed, resolved, grace)))
        .or(
            () ->
                observed
                    .byId()
                    .map(
                        presence ->
                            byId(desired, recorded, presence, observed.observedAt(), grace)))
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
    List<Image> standing =
        ownedResources.images().stream()
            .filter(image -> image.state().live() && desired.owner().owns(image))
            .sorted(ImagePrecedence.of(recorded.imageId()))
            .toList();
    List<Image> its =
        standing.stream().filter(image -> matchesIdOrName(desired, recorded, image)).toList();
    Optional<Image> same = its.stream().filter(image -> sameSource(desired, image)).findFirst();
    if (same.isPresent()) {
      return Optional.of(new Owned(same.get(), without(same.get(), standing)));
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

  /**
   * Names are unique in an account and region, and tags are not: they travel with a copy that a
   * user makes of the image.
   */
  private static boolean matchesIdOrName(
      DesiredImage desired, RecordedImage recorded, Image image) {
    return recorded.idToObserve(desired).equals(Optional.of(image.id()))
        || desired.nameToCreate().equals(Optional.of(image.name()));
  }

  private static List<Image> without(Image one, List<Image> all) {
    return all.stream().filter(image -> !image.id().equals(one.id())).toList();
  }

  /** The image that was found first stays, whatever is found later, unless the object follows. */
  private static CurrentImage pinned(
      DesiredImage desired,
      RecordedImage recorded,
      ObservedImage observed,
      ResolvedImage resolved,
      Duration grace) {
    Optional<Image> other =
        resolved.image().filter(image -> !recorded.imageId().equals(Optional.of(image.id())));
    if (recorded.imageId().isEmpty() && other.isEmpty()) {
      return new Unresolved(resolved.message());
    }
    if (other.isPresent() && (recorded.imageId().isEmpty() || desired.source().followsNewest())) {
      return new Pinned(other.get(), Optional.empty());
    }
    return observed
        .byId()
        .map(presence -> byId(desired, recorded, presence, observed.observedAt(), grace))
        .map(pin -> pin instanceof Untagged(Image image) ? new Pinned(image, other) : pin)
        .orElseGet(None::new);
  }

  private static CurrentImage byId(
      DesiredImage desired,
      RecordedImage recorded,
      Presence<Image> presence,
      Instant askedAt,
      Duration grace) {
    String id = recorded.idToObserve(desired).orElseThrow();
    return switch (ImagePresence.of(presence, askedAt, grace)) {
      case ImagePresence.Present(Image image) -> new Untagged(image);
      case ImagePresence.NotFound notFound when recorded.imageId().isPresent() ->
          new NotVisible(id);
      case ImagePresence.NotFound neverSeen -> new Gone(id);
      case ImagePresence.Gone gone -> new Gone(id);
    };
  }

  private static boolean sameSource(DesiredImage desired, Image image) {
    return desired.sourceHash().equals(image.tags().get(TagKeys.SOURCE));
  }
}
