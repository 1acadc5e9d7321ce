package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2Reads;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Filters of a batched Describe call: the keys of the batch, and fixed filters.
 *
 * @param keyFilter EC2's name of the filter with the keys
 * @param fixed the filters that every call has, such as that on the cluster's tag
 */
record BatchFilters(String keyFilter, Function<RegionReads, Map<String, List<String>>> fixed) {
  /** The filter on a key alone. */
  static BatchFilters on(String keyFilter) {
    return new BatchFilters(keyFilter, reads -> Map.of());
  }

  /** How many keys fit into a call beside the values of the fixed filters. */
  int keysPerCall(RegionReads reads) {
    return Ec2Reads.FILTER_VALUES_PER_CALL
        - fixed.apply(reads).values().stream().mapToInt(List::size).sum();
  }

  Map<String, List<String>> of(RegionReads reads, List<String> keys) {
    Map<String, List<String>> filters = new HashMap<>(fixed.apply(reads));
    filters.put(keyFilter, keys);
    return filters;
  }
}
