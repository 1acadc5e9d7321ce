package dev.amioperator.observer;

import dev.amioperator.ec2.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Replaces what EC2 lists again without a change by the object of the listing before. Both listings
 * are in memory until the last page, and a large account has a hundred thousand images.
 */
final class UnchangedItems {
  private UnchangedItems() {}

  /**
   * Replaces equal items of each page of a listing.
   *
   * @param before the items of the listing before; empty: none is known
   */
  static <I> UnaryOperator<Page<I>> of(Optional<List<I>> before, Function<I, String> id) {
    Map<String, I> known = new HashMap<>();
    before.ifPresent(items -> items.forEach(item -> known.put(id.apply(item), item)));
    return page ->
        new Page<>(
            page.items().stream().map(item -> same(known.get(id.apply(item)), item)).toList(),
            page.nextToken());
  }

  private static <I> I same(I known, I item) {
    return item.equals(known) ? known : item;
  }
}
