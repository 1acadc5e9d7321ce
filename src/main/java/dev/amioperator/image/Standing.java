package dev.amioperator.image;

import dev.amioperator.ec2.Image;
import dev.amioperator.observer.Holdings;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.Whereabouts;
import dev.amioperator.ownership.Precedence;
import dev.amioperator.ownership.TagKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which image in EC2 stands for an AmiImage: found by its tags, else by its id, never guessed. */
sealed interface Standing {
  /**
   * @param others further images with the same tags and source: reported, never touched
   */
  record Found(Image image, List<Image> others) implements Standing {}

  /** Only images that EC2 could not finish carry the tags. */
  record Broken(Image image) implements Standing {}

  /** The tags are ours, but it was made from another source. */
  record OtherSource(Image image) implements Standing {}

  /** Nothing carries our tags; this is the image with the id that we know. */
  record Untagged(Image image) implements Standing {}

  /**
   * Found by a lookup or an SSM parameter, and only looked at.
   *
   * @param newer another one that is found now and not followed
   */
  record Pinned(Image image, Optional<Image> newer) implements Standing {}

  /** The lookup or the SSM parameter names no image that can be used. */
  record Unfound(String why) implements Standing {}

  /** It was there, and is not seen now: may be EC2's lag. */
  record Missed(String imageId) implements Standing {}

  /** It was there, and is gone beyond doubt. */
  record Gone(String imageId) implements Standing {}

  /** There was none. */
  record None() implements Standing {}

  /** Reads what was seen. */
  static Standing of(Desired desired, Observed observed, Duration grace) {
    return inHoldings(desired, observed.holdings())
        .or(() -> observed.finding().map(f -> Pinning.of(desired, observed, f, grace)))
        .or(
            () ->
                observed.byId().map(presence -> byId(desired, presence, observed.askedAt(), grace)))
        .orElseGet(None::new);
  }

  /**
   * The image among those that carry our tags, if there is one. What is only looked at is nobody's
   * by its tags: they may be left of an object of the same name that let go of it.
   */
  static Optional<Standing> inHoldings(Desired desired, Holdings holdings) {
    if (desired.observesOnly()) {
      return Optional.empty();
    }
    List<Image> standing =
        holdings.images().stream()
            .filter(image -> image.state().standing() && desired.owner().owns(image))
            .sorted(Precedence.of(desired.imageId()))
            .toList();
    List<Image> its = standing.stream().filter(image -> itsOwn(desired, image)).toList();
    Optional<Image> same = its.stream().filter(image -> sameSource(desired, image)).findFirst();
    if (same.isPresent()) {
      return Optional.of(new Found(same.get(), without(same.get(), standing)));
    }
    if (!its.isEmpty()) {
      return Optional.of(new OtherSource(its.getFirst()));
    }
    return holdings.images().stream()
        .filter(image -> image.state().broken() && desired.owner().owns(image))
        .filter(image -> itsOwn(desired, image))
        .findFirst()
        .map(Broken::new);
  }

  /**
   * Names are unique in an account and region, and tags are not: they travel with a copy that
   * somebody makes of the image.
   */
  private static boolean itsOwn(Desired desired, Image image) {
    return desired.idToFind().equals(Optional.of(image.id()))
        || desired.nameToMake().equals(Optional.of(image.name()));
  }

  private static List<Image> without(Image one, List<Image> all) {
    return all.stream().filter(image -> !image.id().equals(one.id())).toList();
  }

  static Standing byId(Desired desired, Presence<Image> presence, Instant askedAt, Duration grace) {
    String id = desired.idToFind().orElseThrow();
    return switch (Whereabouts.of(presence, askedAt, grace)) {
      case Whereabouts.There(Image image) -> new Untagged(image);
      case Whereabouts.Missed missed when desired.imageId().isPresent() -> new Missed(id);
      case Whereabouts.Missed neverSeen -> new Gone(id);
      case Whereabouts.Gone gone -> new Gone(id);
    };
  }

  private static boolean sameSource(Desired desired, Image image) {
    return desired.sourceHash().equals(image.tags().get(TagKeys.SOURCE));
  }
}
