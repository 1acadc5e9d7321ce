package dev.amioperator.ownership;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Account, region and name with which an image was created: the tag {@value TagKeys#MADE_AS}.
 *
 * <p>Tags travel. CopyImage with {@code copyImageTags}, a restore from S3 and other tools put the
 * operator's tags on images that it did not create, and account, region and name of an EC2 image
 * never change. So an image with this tag and another account, region or name does not belong to
 * the operator.
 */
public record MadeAsTag(String accountId, String region, String imageName) {

  /** The tag's value, such as {@code 111122223333/eu-west-1/web-42}; at most 256 characters. */
  public String value() {
    return String.join("/", accountId, region, imageName);
  }

  /** Copy of an image's tags with this tag. */
  public Map<String, String> addedTo(Map<String, String> tags) {
    Map<String, String> all = new HashMap<>(tags);
    all.put(TagKeys.MADE_AS, value());
    return Map.copyOf(all);
  }

  /** Whether the tag shows that an image was copied or restored from another. */
  public static boolean contradictedBy(Image image, String region) {
    return of(image.tags())
        .filter(made -> !made.equals(new MadeAsTag(image.ownerId(), region, image.name())))
        .isPresent();
  }

  /** Whether the tag shows that an image was created in this region as it is. */
  public static boolean confirmedBy(Image image, String region) {
    return of(image.tags())
        .filter(made -> made.equals(new MadeAsTag(image.ownerId(), region, image.name())))
        .isPresent();
  }

  /** Whether the tag shows that a snapshot was created in its account and this region. */
  public static boolean confirmedBy(Snapshot snapshot, String region) {
    return of(snapshot.tags()).isPresent() && !contradictedBy(snapshot, region);
  }

  /** Whether the tag has another account or name than the image, for an image of unknown region. */
  public static boolean contradictedBy(Image image) {
    return of(image.tags())
        .filter(
            made -> !made.accountId.equals(image.ownerId()) || !made.imageName.equals(image.name()))
        .isPresent();
  }

  /** Whether the tag shows that a snapshot was created in another account or region. */
  public static boolean contradictedBy(Snapshot snapshot, String region) {
    return of(snapshot.tags())
        .filter(made -> !made.accountId.equals(snapshot.ownerId()) || !made.region.equals(region))
        .isPresent();
  }

  /** Parses the tag; a value without two slashes matches no account. */
  private static Optional<MadeAsTag> of(Map<String, String> tags) {
    return Optional.ofNullable(tags.get(TagKeys.MADE_AS))
        .map(value -> value.split("/", 3))
        .map(
            parts ->
                parts.length == 3
                    ? new MadeAsTag(parts[0], parts[1], parts[2])
                    : new MadeAsTag("", "", ""));
  }
}
