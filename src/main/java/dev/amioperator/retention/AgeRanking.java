package dev.amioperator.retention;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static java.util.stream.Collectors.groupingBy;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.MadeAsTag;
import dev.amioperator.retention.RankDates.RankDate;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ranks of images by age among those of their group that a policy selects in a region.
 *
 * <p>A copy whose source's date is unknown ranks by its own date, which is later: it ranks among
 * all images, but takes no place from those whose date is known. One whose date cannot be read now
 * has no rank, and is kept. So ranks an image that a policy disabled: it is enabled again as soon
 * as it is among the newest, and until then takes no place from those that can be launched.
 *
 * @param ranks from 1 for the newest image of a region, group and namespace, by image id
 */
record AgeRanking(EffectivePolicy policy, RankDates dates, Map<String, Integer> ranks) {
  /** Images that have a creation date; those of equal age by id. */
  static final Comparator<Image> NEWEST_FIRST =
      comparing(AgeRanking::created, reverseOrder()).thenComparing(Image::id);

  private static final Comparator<Ranked> LATEST_FIRST =
      comparing(Ranked::at, reverseOrder()).thenComparing(Ranked::imageId);

  /**
   * An image with the date by which it ranks.
   *
   * @param counts whether it takes a place
   */
  private record Ranked(String imageId, Instant at, boolean counts) {}

  static AgeRanking of(
      EffectivePolicy policy, Map<AccountRegion, List<Image>> inventory, RankDates dates) {
    AgeRanking ranking = new AgeRanking(policy, dates, new HashMap<>());
    if (policy.keep().newest().isPresent()) {
      inventory.forEach(ranking::rankRegion);
    }
    return ranking;
  }

  /** Whether the policy keeps the image: by its service, group, rank, age, launches or tags. */
  boolean keeps(Image image, Instant now) {
    return policy.managedElsewhere(image).isPresent()
        || policy.grouping().group(image).isEmpty()
        || unreadSource(image).isPresent()
        || keptRank(image).isPresent()
        || policy.keep().youngUntil(image, now).isPresent()
        || policy.keep().launchedUntil(image, now).isPresent()
        || policy.keep().keepTag(image).isPresent();
  }

  /** The image's rank, if it is among the newest that the policy keeps. */
  Optional<Integer> keptRank(Image image) {
    return Optional.ofNullable(ranks.get(image.id()))
        .filter(rank -> rank <= policy.keep().newest().orElse(0));
  }

  /** The source of a copy that cannot be ranked, as the source's date cannot be read now. */
  Optional<Image.Source> unreadSource(Image image) {
    return policy.keep().newest().isPresent()
            && image.created().isPresent()
            && dates.of(policy, image) instanceof RankDate.Unread(Image.Source source)
        ? Optional.of(source)
        : Optional.empty();
  }

  private void rankRegion(AccountRegion accountRegion, List<Image> images) {
    images.stream()
        .filter(
            image -> image.state() == Image.State.AVAILABLE || wasAvailable(accountRegion, image))
        .filter(image -> image.created().isPresent())
        .filter(image -> policy.selects(accountRegion, image))
        // A copy that others made must not take the place of an image of the operator.
        .filter(image -> !MadeAsTag.contradictedBy(image, accountRegion.region()))
        .filter(image -> policy.grouping().group(image).isPresent())
        .collect(groupingBy(image -> rankedWith(accountRegion, image)))
        .values()
        .forEach(this::rank);
  }

  private boolean wasAvailable(AccountRegion accountRegion, Image image) {
    return image.state() == Image.State.DISABLED
        && policy
            .accounts()
            .in(accountRegion)
            .filter(coverage -> ImageDisabling.marked(image, coverage.cluster()))
            .isPresent();
  }

  /** Equal for images that compete for {@code keep.newest}. */
  private List<Object> rankedWith(AccountRegion accountRegion, Image image) {
    return List.of(
        policy.accounts().in(accountRegion).orElseThrow().rankedWith(image),
        policy.grouping().group(image).orElseThrow());
  }

  private void rank(List<Image> images) {
    List<Ranked> latestFirst =
        images.stream().flatMap(image -> ranked(image).stream()).sorted(LATEST_FIRST).toList();
    int counted = 0;
    for (int i = 0; i < latestFirst.size(); i++) {
      Ranked ranked = latestFirst.get(i);
      ranks.put(ranked.imageId(), ranked.counts() ? ++counted : i + 1);
    }
  }

  private Optional<Ranked> ranked(Image image) {
    return switch (dates.of(policy, image)) {
      case RankDate.Known(Instant at) ->
          Optional.of(new Ranked(image.id(), at, image.state() == Image.State.AVAILABLE));
      case RankDate.OfCopy(Instant at) -> Optional.of(new Ranked(image.id(), at, false));
      case RankDate.Unread unread -> Optional.empty();
    };
  }

  private static Instant created(Image image) {
    return image.created().orElseThrow();
  }
}
