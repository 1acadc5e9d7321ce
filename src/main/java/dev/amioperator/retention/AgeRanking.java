package dev.amioperator.retention;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a policy's rules say of an image's age, by itself and among the others of its place. */
final class AgeRanking {
  private static final Comparator<Image> NEWEST_FIRST =
      comparing(AgeRanking::created, reverseOrder()).thenComparing(Image::id);

  private final EffectivePolicy policy;
  private final Map<String, Integer> ranks = new HashMap<>();

  private AgeRanking(EffectivePolicy policy) {
    this.policy = policy;
  }

  static AgeRanking of(EffectivePolicy effectivePolicy, Map<AccountRegion, List<Image>> inventory) {
    AgeRanking ageRanking = new AgeRanking(effectivePolicy);
    if (effectivePolicy.keepNewest().isPresent()) {
      inventory.forEach(ageRanking::rankRegion);
    }
    return ageRanking;
  }

  /** The image's rank, from 1, if it is one of the newest that the rules keep. */
  Optional<Integer> keptRank(Image image) {
    return Optional.ofNullable(ranks.get(image.id()))
        .filter(rank -> rank <= policy.keepNewest().orElse(0));
  }

  /** Until when the image is young; empty: no longer, or the rules do not ask. */
  Optional<Instant> youngUntil(Image image, Instant now) {
    return policy
        .keepYoungerThan()
        .flatMap(age -> image.created().map(at -> at.plus(age)))
        .filter(now::isBefore);
  }

  private void rankRegion(AccountRegion accountRegion, List<Image> images) {
    List<Image> newestFirst =
        images.stream()
            .filter(image -> image.state() == Image.State.AVAILABLE)
            .filter(image -> image.created().isPresent())
            .filter(image -> policy.selects(accountRegion, image))
            .sorted(NEWEST_FIRST)
            .toList();
    for (int i = 0; i < newestFirst.size(); i++) {
      ranks.put(newestFirst.get(i).id(), i + 1);
    }
  }

  private static Instant created(Image image) {
    return image.created().orElseThrow();
  }
}
