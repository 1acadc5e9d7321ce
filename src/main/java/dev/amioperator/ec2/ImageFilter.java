package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;

/**
 * Filters of DescribeImages; disabled and deprecated images are always included.
 *
 * @param ownOnly whether to list only the account's own images (Owners = self)
 * @param filters EC2's filters by name; the values are exact, and at most 200 in all of them
 */
public record ImageFilter(boolean ownOnly, Map<String, List<String>> filters) {
  public ImageFilter {
    filters = Map.copyOf(filters);
  }

  /** A filter of the account's own images. */
  public static ImageFilter ownedBySelf(Map<String, List<String>> filters) {
    return new ImageFilter(true, filters);
  }

  /** A filter of all images that are visible to the account. */
  public static ImageFilter anyOwner(Map<String, List<String>> filters) {
    return new ImageFilter(false, filters);
  }
}
