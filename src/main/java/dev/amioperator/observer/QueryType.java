package dev.amioperator.observer;

import dev.amioperator.ec2.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * A type of EC2 query, and how it is answered.
 *
 * @param name in messages
 * @param fetch the calls
 * @param fromScan the answer for a key in a scan of the region, without a call
 * @param refreshedWithScans which answers are read again with each scan that does not show them
 * @param afterWrite adjusts an answer for the end of the owner's last write
 */
record QueryType<T>(
    String name,
    ReadFrequency frequency,
    Fetch<T> fetch,
    BiFunction<ScanResult, String, Optional<T>> fromScan,
    Predicate<T> refreshedWithScans,
    BiFunction<T, Instant, T> afterWrite) {

  /** The calls to EC2 that answer queries of a type. */
  sealed interface Fetch<T> {}

  /**
   * A call to EC2 for several keys.
   *
   * @param size how many keys fit into a call; {@link BatchFilters} knows, where they are filters
   * @param call the answers by key; keys without an answer are missing
   * @param whenMissing the answer for a missing key, given its answer before and the time of the
   *     call
   */
  record Batches<T>(
      ToIntFunction<RegionReads> size,
      BiFunction<RegionReads, List<String>, Map<String, T>> call,
      BiFunction<Optional<T>, Instant, T> whenMissing)
      implements Fetch<T> {}

  /** Batches of owners, unless a scan of the region is due or costs fewer calls. */
  record BatchesOrScan<T>(Batches<T> batches) implements Fetch<T> {}

  /**
   * An EC2 listing of the region, which a rate limit only delays.
   *
   * @param unchanged for the answer before, replaces items of each page that did not change
   */
  record Listing<I, T>(
      BiFunction<RegionReads, Optional<String>, Page<I>> page,
      Function<Optional<T>, UnaryOperator<Page<I>>> unchanged,
      ListingAnswer<I, T> answer)
      implements Fetch<T> {}

  /** A listing, unless a scan of the region shows the same. */
  record ListingOrScan<I, T>(Listing<I, T> listing) implements Fetch<T> {}

  /** Makes an answer of the items of every page. */
  interface ListingAnswer<I, T> {
    /**
     * @param before the answer before, if any
     * @param at when the listing began
     */
    T of(Optional<T> before, Instant at, List<I> items);
  }

  /** A query type whose keys share EC2 calls of ids, not filters. */
  static <T> QueryType<T> batched(
      String name,
      int size,
      BiFunction<RegionReads, List<String>, Map<String, T>> call,
      BiFunction<Optional<T>, Instant, T> whenMissing) {
    return of(name, new Batches<>(reads -> size, call, whenMissing));
  }

  /** A query type whose keys are the values of a filter in a Describe call. */
  static <T> QueryType<T> filtered(
      String name,
      BatchFilters filters,
      BiFunction<RegionReads, Map<String, List<String>>, Map<String, T>> call,
      BiFunction<Optional<T>, Instant, T> whenMissing) {
    return of(name, byFilter(filters, call, whenMissing));
  }

  /** A filtered query type for whether EC2 resources exist. */
  static <R> QueryType<Presence<R>> presence(
      String name,
      BatchFilters filters,
      BiFunction<RegionReads, Map<String, List<String>>, List<R>> call,
      Function<R, String> key,
      BinaryOperator<R> prefer) {
    return filtered(
        name,
        filters,
        (reads, values) -> Presence.byKey(call.apply(reads, values), key, prefer),
        Presence::missed);
  }

  /** A query type for whether EC2 resources exist, of calls with ids. */
  static <R> QueryType<Presence<R>> presence(
      String name,
      int size,
      BiFunction<RegionReads, List<String>, List<R>> call,
      Function<R, String> key,
      BinaryOperator<R> prefer) {
    return batched(
        name,
        size,
        (reads, keys) -> Presence.byKey(call.apply(reads, keys), key, prefer),
        Presence::missed);
  }

  /** A query type with an EC2 call for each key, which always answers. */
  static <T> QueryType<T> unbatched(String name, BiFunction<RegionReads, String, T> call) {
    return batched(
        name,
        1,
        (reads, keys) -> Map.of(keys.getFirst(), call.apply(reads, keys.getFirst())),
        (before, at) -> before.orElseThrow());
  }

  /** A query type whose answer is every page of an EC2 listing. */
  static <I> QueryType<List<I>> listing(
      String name, BiFunction<RegionReads, Optional<String>, Page<I>> page) {
    return listing(name, page, (before, at, items) -> List.copyOf(items));
  }

  /** A query type whose answer is a large EC2 listing, which shares memory with the one before. */
  static <I> QueryType<List<I>> largeListing(
      String name,
      BiFunction<RegionReads, Optional<String>, Page<I>> page,
      Function<I, String> id) {
    return of(
        name,
        new Listing<>(
            page,
            before -> UnchangedItems.of(before, id),
            (before, at, items) -> List.copyOf(items)));
  }

  /** A query type whose answer is made of every page of an EC2 listing. */
  static <I, T> QueryType<T> listing(
      String name,
      BiFunction<RegionReads, Optional<String>, Page<I>> page,
      ListingAnswer<I, T> answer) {
    return of(name, new Listing<>(page, before -> UnaryOperator.identity(), answer));
  }

  /** A query type that a scan of the region or a listing answers with every page. */
  static <I> QueryType<List<I>> scannedOrListing(
      String name, BiFunction<RegionReads, Optional<String>, Page<I>> page) {
    return of(
        name,
        new ListingOrScan<>(
            new Listing<I, List<I>>(
                page,
                before -> UnaryOperator.identity(),
                (before, at, items) -> List.copyOf(items))));
  }

  /** A query type that filtered calls or a scan of the region answer. */
  static <T> QueryType<T> scannedOrFiltered(
      String name,
      BatchFilters filters,
      BiFunction<RegionReads, Map<String, List<String>>, Map<String, T>> call,
      BiFunction<Optional<T>, Instant, T> whenMissing) {
    return of(name, new BatchesOrScan<>(byFilter(filters, call, whenMissing)));
  }

  private static <T> Batches<T> byFilter(
      BatchFilters filters,
      BiFunction<RegionReads, Map<String, List<String>>, Map<String, T>> call,
      BiFunction<Optional<T>, Instant, T> whenMissing) {
    return new Batches<>(
        filters::keysPerCall,
        (reads, keys) -> call.apply(reads, filters.of(reads, keys)),
        whenMissing);
  }

  private static <T> QueryType<T> of(String name, Fetch<T> fetch) {
    return new QueryType<>(
        name,
        ReadFrequency.SCAN,
        fetch,
        (scan, key) -> Optional.empty(),
        value -> false,
        (value, writeEnd) -> value);
  }

  QueryType<T> readBy(ReadFrequency frequency) {
    return new QueryType<>(name, frequency, fetch, fromScan, refreshedWithScans, afterWrite);
  }

  QueryType<T> shownByScan(BiFunction<ScanResult, String, Optional<T>> fromScan) {
    return new QueryType<>(name, frequency, fetch, fromScan, refreshedWithScans, afterWrite);
  }

  QueryType<T> refreshingWithScans(Predicate<T> which) {
    return new QueryType<>(name, frequency, fetch, fromScan, which, afterWrite);
  }

  QueryType<T> discountedAfterWrite(BiFunction<T, Instant, T> afterWrite) {
    return new QueryType<>(name, frequency, fetch, fromScan, refreshedWithScans, afterWrite);
  }
}
