package dev.amioperator.observer;

import dev.amioperator.ec2.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The images that the AWS resources of a type in a region name. A listing without any image is
 * implausible where the one before had some: it counts once another, at least {@link
 * #CONFIRMED_AFTER} later, has none either.
 *
 * @param byImage the resources by the id of the image that they name
 * @param emptySince when a listing without images first followed one with images; empty: this
 *     listing has images, or its being empty is confirmed
 */
public record ReferencedImages(
    Map<String, List<ImageReference>> byImage, Optional<Instant> emptySince) {
  /** Longer than AWS's reads are behind its writes, and than most of its disturbances. */
  public static final Duration CONFIRMED_AFTER = Duration.ofMinutes(5);

  /** No resource names an image. */
  public static final ReferencedImages NONE = new ReferencedImages(Map.of(), Optional.empty());

  public ReferencedImages {
    byImage = Map.copyOf(byImage);
  }

  /**
   * A complete listing.
   *
   * @param before the listing before; empty: none since the operator started, or for a day
   * @param at when the listing began
   */
  public static ReferencedImages of(
      Optional<ReferencedImages> before, Instant at, List<ImageReference> found) {
    return new ReferencedImages(
        found.stream().collect(Collectors.groupingBy(ImageReference::imageId)),
        found.isEmpty() ? before.flatMap(last -> last.emptyUnconfirmed(at)) : Optional.empty());
  }

  private Optional<Instant> emptyUnconfirmed(Instant at) {
    return byImage.isEmpty()
        ? emptySince.filter(since -> at.isBefore(since.plus(CONFIRMED_AFTER)))
        : Optional.of(at);
  }

  /** The resources that name an image. */
  public List<ImageReference> of(String imageId) {
    return byImage.getOrDefault(imageId, List.of());
  }

  /** When another listing can confirm that this one is rightly empty; empty: it counts as it is. */
  public Optional<Instant> confirmableAt() {
    return emptySince.map(since -> since.plus(CONFIRMED_AFTER));
  }
}
