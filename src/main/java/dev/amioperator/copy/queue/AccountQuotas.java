package dev.amioperator.copy.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Limits of image copies of the AwsAccounts that share an account id. Not thread-safe. */
final class AccountQuotas {
  /** An AwsAccount that requested nothing for this long no longer lowers the quota of others. */
  private static final Duration MAX_AGE = Duration.ofHours(1);

  private final Map<String, ObservedQuota> byAccount = new HashMap<>();

  private record ObservedQuota(int images, Instant at) {}

  void record(CopyRequest request, Instant now) {
    byAccount.values().removeIf(quota -> quota.at.isBefore(now.minus(MAX_AGE)));
    byAccount.put(request.accountRegion().account(), new ObservedQuota(request.quota(), now));
  }

  int lowest() {
    return byAccount.values().stream().mapToInt(ObservedQuota::images).min().orElse(0);
  }
}
