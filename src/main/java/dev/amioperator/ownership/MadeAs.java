package dev.amioperator.ownership;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Region and name under which the operator made an image: the tag {@value TagKeys#MADE_AS}.
 *
 * <p>Tags travel. CopyImage with {@code copyImageTags}, a restore from S3 and other tools put the
 * operator's tags on images that it never made, and EC2 lets an image change neither its region nor
 * its name. So an image with this tag and another region or name belongs to somebody else.
 */
public record MadeAs(String region, String imageName) {
  /** The tag's value, such as {@code eu-west-1/web-42}; at most 256 characters. */
  public String value() {
    return region + "/" + imageName;
  }

  /** These tags with this one. */
  public Map<String, String> addedTo(Map<String, String> tags) {
    Map<String, String> all = new HashMap<>(tags);
    all.put(TagKeys.MADE_AS, value());
    return Map.copyOf(all);
  }

  /**
   * Whether an image was copied or restored from one of the operator's, by its tag. An image that
   * lost the tag does not count as such.
   */
  public static boolean contradictedBy(Image image, String region) {
    return of(image.tags())
        .filter(made -> !made.equals(new MadeAs(region, image.name())))
        .isPresent();
  }

  /** The same as far as the name tells it, where the image's region is not known. */
  public static boolean nameContradictedBy(Image image) {
    return of(image.tags()).filter(made -> !made.imageName.equals(image.name())).isPresent();
  }

  /** Whether a snapshot was copied from one that was made in another region. */
  public static boolean contradictedBy(Snapshot snapshot, String region) {
    return of(snapshot.tags()).filter(made -> !made.region.equals(region)).isPresent();
  }

  /** A value without a slash names no image at all. */
  private static Optional<MadeAs> of(Map<String, String> tags) {
    return Optional.ofNullable(tags.get(TagKeys.MADE_AS))
        .map(
            value -> {
              int slash = value.indexOf('/');
              return new MadeAs(
                  slash < 0 ? "" : value.substring(0, slash), value.substring(slash + 1));
            });
  }
}
