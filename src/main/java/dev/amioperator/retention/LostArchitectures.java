package dev.amioperator.retention;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.amioperator.ec2.Image;
import java.util.List;
import java.util.TreeMap;

/**
 * Warns of architectures that a policy leaves without an image: with {@code architectures:
 * Together}, arm64 builds displace those for x86_64, and without {@code keep.newest}, age alone
 * decides.
 */
final class LostArchitectures {
  /** The warnings that fit into {@code status.plan}. */
  private static final int MAX_WARNINGS = 50;

  private LostArchitectures() {}

  /**
   * A warning for each account, region and architecture whose available images are all to be
   * retired.
   */
  static List<String> warnings(List<Decision> decisions) {
    return decisions.stream()
        .filter(decision -> decision.image().state() == Image.State.AVAILABLE)
        .filter(decision -> !decision.image().architecture().isEmpty())
        .collect(groupingBy(LostArchitectures::group, TreeMap::new, toList()))
        .entrySet()
        .stream()
        .filter(group -> group.getValue().stream().allMatch(LostArchitectures::isToRetire))
        .limit(MAX_WARNINGS)
        .map(
            group ->
                ("No %s image would stay: %d available images are to be retired, the newest is %s."
                        + " Give keep.newest with architectures: Separate, which keeps the newest of each"
                        + " architecture.")
                    .formatted(group.getKey(), group.getValue().size(), newest(group.getValue())))
        .toList();
  }

  private static String group(Decision decision) {
    return String.join(
        "/",
        decision.accountRegion().account(),
        decision.accountRegion().region(),
        decision.image().architecture());
  }

  private static boolean isToRetire(Decision decision) {
    return decision.is(RetentionReason.Group.RETIRE);
  }

  private static String newest(List<Decision> decisions) {
    return decisions.stream()
        .map(Decision::image)
        .min(AgeRanking.NEWEST_FIRST)
        .map(Image::id)
        .orElseThrow();
  }
}
