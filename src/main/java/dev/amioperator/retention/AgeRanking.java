package dev.amioperator.retention;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static java.util.stream.Collectors.groupingBy;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.MadeAsTag;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ranks of images by age among those of their group that a policy selects in a region.
 *
 * @param ranks from 1 for the newest image of a region, group and namespace, by image id
 */
record AgeRanking(EffectivePolicy policy, Map<String, Integer> ranks) {
  /** Images that have a creation date; those of equal age by id. */
  static final Comparator<Image> NEWEST_FIRST =
      comparing(AgeRanking::created, reverseOrder()).thenComparing(Image::id);

  static AgeRanking of(EffectivePolicy policy, Map<AccountRegion, List<Image>> inventory) {
    AgeRanking ranking = new AgeRanking(policy, new HashMap<>());
    if (policy.keep().newest().isPresent()) {
      inventory.forEach(ranking::rankRegion);
    }
    return ranking;
  }

  /** Whether the policy keeps the image: by its service, group, rank, age or tags. */
  boolean keeps(Image image, Instant now) {
    return policy.managedElsewhere(image).isPresent()
        || policy.grouping().group(image).isEmpty()
        || keptRank(image).isPresent()
        || policy.keep().youngUntil(image, now).isPresent()
        || policy.keep().keepTag(image).isPresent();
  }

  /** The image's rank, if it is among the newest that the policy keeps. */
  Optional<Integer> keptRank(Image image) {
    return Optional.ofNullable(ranks.get(image.id()))
        .filter(rank -> rank <= policy.keep().newest().orElse(0));
  }

  private void rankRegion(AccountRegion accountRegion, List<Image> images) {
    images.stream()
        .filter(image -> image.state() == Image.State.AVAILABLE)
        .filter(image -> image.created().isPresent())
        .filter(image -> policy.selects(accountRegion, image))
        // A copy that others made must not take the place of an image of the operator.
        .filter(image -> !MadeAsTag.contradictedBy(image, accountRegion.region()))
        .filter(image -> policy.grouping().group(image).isPresent())
        .collect(groupingBy(this::rankedWith))
        .values()
        .forEach(this::rank);
  }

  /** Equal for images that compete for {@code keep.newest}. */
  private List<Object> rankedWith(Image image) {
    return List.of(
        policy.coverage().rankedWith(image), policy.grouping().group(image).orElseThrow());
  }

  private void rank(List<Image> images) {
    List<Image> newestFirst = images.stream().sorted(NEWEST_FIRST).toList();
    for (int i = 0; i < newestFirst.size(); i++) {
      ranks.put(newestFirst.get(i).id(), i + 1);
    }
  }

  private static Instant created(Image image) {
    return image.created().orElseThrow();
  }
}
