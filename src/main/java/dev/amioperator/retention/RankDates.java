package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The dates by which a policy ranks images. A copy ranks by the date of the image that it was
 * copied from, as it holds the same bytes: a late copy of an old image is not new. Only sources in
 * accounts and regions of the policy count, so that a policy ranks alike whoever evaluates it.
 *
 * @param sources every image of the inventory by id; empty while no image is a copy
 */
record RankDates(Map<AccountRegion, List<Image>> inventory, Map<String, Located> sources) {
  /** CopyImage of copies ends somewhere; a longer chain is a mistake. */
  private static final int MAX_CHAIN = 20;

  /** An image with its account and region. */
  record Located(AccountRegion accountRegion, Image image) {}

  /** The date of an image in a ranking. */
  sealed interface RankDate {
    /** The creation date of the image, or of the image that it is a copy of. */
    record Known(Instant at) implements RankDate {}

    /** The source of the copy is gone, or none of the policy: only the copy's own date is known. */
    record OfCopy(Instant at) implements RankDate {}

    /** The images of the source's region could not be listed, so the date may be known later. */
    record Unread(Image.Source source) implements RankDate {}
  }

  static RankDates of(Map<AccountRegion, List<Image>> inventory) {
    boolean copies =
        inventory.values().stream()
            .flatMap(List::stream)
            .anyMatch(image -> image.copiedFrom().isPresent());
    Map<String, Located> sources = new HashMap<>();
    if (copies) {
      inventory.forEach(
          (accountRegion, images) ->
              images.forEach(image -> sources.put(image.id(), new Located(accountRegion, image))));
    }
    return new RankDates(inventory, sources);
  }

  /** The date by which a policy ranks an image, which has a creation date. */
  RankDate of(EffectivePolicy policy, Image image) {
    Instant own = image.created().orElseThrow();
    Image current = image;
    for (int i = 0; i < MAX_CHAIN; i++) {
      if (current.copiedFrom().isEmpty()) {
        return known(own, current);
      }
      Image.Source source = current.copiedFrom().get();
      Optional<Image> found = find(policy, source);
      if (found.isEmpty()) {
        return unlisted(policy, source) ? new RankDate.Unread(source) : new RankDate.OfCopy(own);
      }
      current = found.get();
    }
    return new RankDate.OfCopy(own);
  }

  private static RankDate known(Instant own, Image root) {
    return root.created()
        .filter(at -> !at.isAfter(own))
        .<RankDate>map(RankDate.Known::new)
        .orElseGet(() -> new RankDate.OfCopy(own));
  }

  private Optional<Image> find(EffectivePolicy policy, Image.Source source) {
    return Optional.ofNullable(sources.get(source.imageId()))
        .filter(located -> evaluates(policy, located.accountRegion()))
        .map(Located::image);
  }

  private static boolean evaluates(EffectivePolicy policy, AccountRegion accountRegion) {
    return policy.accounts().in(accountRegion).isPresent()
        && policy.regions().contains(accountRegion.region());
  }

  /** Whether the inventory lacks a region of an account of the policy that may hold the source. */
  private boolean unlisted(EffectivePolicy policy, Image.Source source) {
    return policy.regions().stream()
        .filter(region -> source.region().isEmpty() || source.region().equals(region))
        .anyMatch(
            region ->
                inventory.keySet().stream()
                        .filter(listed -> listed.region().equals(region))
                        .filter(listed -> evaluates(policy, listed))
                        .count()
                    < policy.accounts().names().size());
  }
}
