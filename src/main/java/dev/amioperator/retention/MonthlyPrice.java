package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.SnapshotPricesSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What reclaimable snapshots cost a month, by the prices that the spec gives. */
final class MonthlyPrice {
  private static final String DEFAULT_CURRENCY = "USD";

  private MonthlyPrice() {}

  /** The price for a status; empty without prices. Regions without a price are named. */
  static Optional<String> of(Reclaimable reclaimable, SnapshotPricesSpec prices) {
    if (prices == null || reclaimable.bytesByRegion().isEmpty()) {
      return Optional.empty();
    }
    BigDecimal sum =
        reclaimable.bytesByRegion().entrySet().stream()
            .filter(region -> prices.perGibMonth().containsKey(region.getKey()))
            .map(region -> price(region, prices))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    String price =
        "%s %s"
            .formatted(
                sum.setScale(2, RoundingMode.HALF_UP),
                Optional.ofNullable(prices.currency()).orElse(DEFAULT_CURRENCY));
    List<String> unknown =
        reclaimable.bytesByRegion().keySet().stream()
            .filter(region -> !prices.perGibMonth().containsKey(region))
            .toList();
    if (unknown.size() == reclaimable.bytesByRegion().size()) {
      return Optional.empty();
    }
    return Optional.of(
        unknown.isEmpty() ? price : "%s without %s".formatted(price, shortened(unknown)));
  }

  private static BigDecimal price(Map.Entry<String, Long> region, SnapshotPricesSpec prices) {
    return new BigDecimal(prices.perGibMonth().get(region.getKey()))
        .multiply(BigDecimal.valueOf(region.getValue()))
        .divide(BigDecimal.valueOf(Reclaimable.GIB), 6, RoundingMode.HALF_UP);
  }

  private static String shortened(List<String> regions) {
    int shown = Math.min(regions.size(), 3);
    String names = String.join(", ", regions.subList(0, shown));
    return shown == regions.size()
        ? names
        : "%s and %d more regions".formatted(names, regions.size() - shown);
  }
}
