package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.RequeuePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Waits of the regions that are being cleared of an AmiCopy's images.
 *
 * <p>A region waits for EC2 to show the effect of a call, or until absence can be proven. Only the
 * end of its own wait makes it be read again, not a reconcile that is due for another region of the
 * object. Waits end at common times, so that the objects of a region share their reads.
 */
final class RemovalWaits {
  /** Between two common times of short waits; twice as much of long waits. */
  private static final Duration COMMON = Requeue.DELETING.multipliedBy(2);

  private final RequeuePolicy requeuePolicy;
  private final Map<String, Wait> waits = new ConcurrentHashMap<>();

  /** Regions of deleted objects that were proven to be clear; nothing is created there any more. */
  private final Set<String> cleared = ConcurrentHashMap.newKeySet();

  private record Wait(Region region, RegionResult result, Instant until) {}

  /**
   * A region of an object.
   *
   * @param revision of the object and its AwsAccount: an edit ends the wait
   */
  record Region(String uid, DestinationKey destination, String revision) {
    static Region of(CopyContext context, RegionStatus entry) {
      DestinationKey destination = RecordedCopy.key(entry);
      return new Region(context.desired().uid(), destination, context.revision(destination));
    }

    private String key() {
      return DecisionFreshness.partOf(uid, destination.toString());
    }
  }

  RemovalWaits(RequeuePolicy requeuePolicy) {
    this.requeuePolicy = requeuePolicy;
  }

  /** The result of a region that still waits, and that its entry in the status records. */
  Optional<RegionResult> ongoing(Region region, RegionStatus entry, Instant now) {
    return Optional.ofNullable(waits.get(region.key()))
        .filter(wait -> wait.region.equals(region))
        .filter(wait -> wait.result.regionStatus().equals(Optional.of(entry)))
        .filter(wait -> wait.until.isAfter(now))
        .map(wait -> until(wait.until, wait.result, now));
  }

  /** Begins the wait of a region, if its result is to wait for EC2 for some seconds. */
  RegionResult begin(Region region, RegionResult result, Instant now) {
    if (!(result.readyState() instanceof ReadyState.Reconciling waiting)
        || waiting.requeueAfter().compareTo(Requeue.CONFIRMING_DELETION) < 0) {
      return result;
    }
    Instant until = nextCommon(now, requeuePolicy.accelerated(waiting.requeueAfter()));
    waits.put(region.key(), new Wait(region, result, until));
    return until(until, result, now);
  }

  /** Objects that are deleted together share more reads the further apart the common times are. */
  private Instant nextCommon(Instant now, Duration wait) {
    Duration common = requeuePolicy.accelerated(COMMON);
    long interval =
        Math.max(1, (wait.compareTo(common) > 0 ? common.multipliedBy(2) : common).toMillis());
    long earliest = now.plus(wait).toEpochMilli();
    return Instant.ofEpochMilli(Math.ceilDiv(earliest, interval) * interval);
  }

  private RegionResult until(Instant until, RegionResult result, Instant now) {
    Duration pause = requeuePolicy.pauseBefore(Duration.between(now, until));
    ReadyState state = result.readyState();
    return result.withReadyState(
        new ReadyState.Reconciling(state.reason(), state.message(), pause));
  }

  /** Records that a region was proven to be clear; of a deleted object, it stays so. */
  void end(Region region, boolean deleted) {
    waits.remove(region.key());
    if (deleted) {
      cleared.add(region.key());
    }
  }

  /** Whether a region of a deleted object was proven to be clear. */
  boolean isClear(Region region) {
    return cleared.contains(region.key());
  }

  /** Drops what is kept in memory for a deleted object. */
  void forget(String uid) {
    String prefix = DecisionFreshness.partOf(uid, "");
    waits.keySet().removeIf(key -> key.startsWith(prefix));
    cleared.removeIf(key -> key.startsWith(prefix));
  }
}
