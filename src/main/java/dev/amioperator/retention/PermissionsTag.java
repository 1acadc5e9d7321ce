package dev.amioperator.retention;

import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import java.util.Optional;

/**
 * The image tag {@value TagKeys#PERMISSIONS}, written before a policy disables the image: {@code
 * 5f0c…/3/prod}.
 *
 * @param hash the SHA-256 of the record of the image's launch permissions
 * @param entries their number
 * @param cluster the policy's
 */
record PermissionsTag(String hash, int entries, ClusterId cluster) {
  private static final int PARTS = 3;

  /** The tag of an image; empty: it has none, or one that cannot be parsed. */
  static Optional<PermissionsTag> of(Image image) {
    String[] parts = image.tags().getOrDefault(TagKeys.PERMISSIONS, "").split("/", PARTS);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PermissionsTag(parts[0], Integer.parseInt(parts[1]), new ClusterId(parts[2])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static PermissionsTag of(PermissionRecord record, ClusterId cluster) {
    return new PermissionsTag(record.hash(), record.entries(), cluster);
  }

  String value() {
    return "%s/%d/%s".formatted(hash, entries, cluster.value());
  }
}
