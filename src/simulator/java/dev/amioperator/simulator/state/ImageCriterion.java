package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Criterion of Allowed AMIs. An image must match all of its parts; an empty or null part matches
 * every image. No image of the simulator has product codes.
 *
 * @param providers account ids and aliases of owners, or {@code none}
 * @param names image names with EC2's wildcards
 */
public record ImageCriterion(
    List<String> providers,
    List<String> names,
    List<String> productCodes,
    Integer maxDaysSinceCreated,
    Integer maxDaysSinceDeprecated) {
  public ImageCriterion {
    providers = List.copyOf(providers);
    names = List.copyOf(names);
    productCodes = List.copyOf(productCodes);
  }

  /** Whether an image of another account matches the criterion. */
  public boolean allows(Image image, Instant now) {
    String alias = image.origin().ownerAlias();
    return (providers.isEmpty()
            || providers.contains(image.ownerId())
            || (alias != null && providers.contains(alias)))
        && (names.isEmpty()
            || names.stream().anyMatch(n -> Wildcard.ofFilter(n).test(image.name())))
        && productCodes.isEmpty()
        && within(image.created(), maxDaysSinceCreated, now)
        && (!image.deprecated(now) || within(image.deprecationTime(), maxDaysSinceDeprecated, now));
  }

  private static boolean within(Instant since, Integer maxDays, Instant now) {
    return maxDays == null || !since.plus(Duration.ofDays(maxDays)).isBefore(now);
  }
}
