package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;

/**
 * A DescribeImages question. Disabled and deprecated images are always included.
 *
 * @param ownOnly whether only the account's own images are asked for (Owners = self)
 * @param filters EC2's filters; a key has up to 200 values, of which one fits
 */
public record ImageFilter(boolean ownOnly, Map<String, List<String>> filters) {
  public ImageFilter {
    filters = Map.copyOf(filters);
  }

  /** About the account's own images. */
  public static ImageFilter ownedBySelf(Map<String, List<String>> filters) {
    return new ImageFilter(true, filters);
  }

  /** About anybody's images that the account may see. */
  public static ImageFilter anyOwner(Map<String, List<String>> filters) {
    return new ImageFilter(false, filters);
  }
}
