package dev.amioperator.copy;

import dev.amioperator.reconcile.DecisionFreshness;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Destinations for which EC2 got no CopyImage since their first reconcile in this process. */
final class UncalledDestinations {
  private final Set<String> keys = ConcurrentHashMap.newKeySet();

  /** Whether EC2 got no call, which the status shows at the first reconcile. */
  boolean contains(CopyTarget target) {
    if (target.regionStatus().filter(RegionStatusFactory::mayHaveCopies).isEmpty()) {
      add(target);
    }
    return keys.contains(key(target));
  }

  /** Records that EC2 refused the call, so that it made no copy. */
  void add(CopyTarget target) {
    keys.add(key(target));
  }

  /** Records that EC2 is being called. */
  void remove(CopyTarget target) {
    keys.remove(key(target));
  }

  /** Drops what is kept in memory for a deleted object. */
  void forget(String uid) {
    keys.removeIf(key -> key.startsWith(DecisionFreshness.partOf(uid, "")));
  }

  private static String key(CopyTarget target) {
    return DecisionFreshness.partOf(target.desired().uid(), target.destination().key().toString());
  }
}
