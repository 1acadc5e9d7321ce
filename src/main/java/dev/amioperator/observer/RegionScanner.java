package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * The scans of a region of EC2: slowly repeated while it is asked about, and made at once when that
 * is cheaper than asking owner by owner. Scans do not overlap; a scan that lacks a page does not
 * count.
 */
final class RegionScanner {
  private static final Logger LOG = Logger.getLogger(RegionScanner.class);

  /** About two pages; a longer scan answers later than batches of owners, and costs more. */
  private static final Duration FAST_SCAN = Duration.ofSeconds(2);

  private final LogicalClock logicalClock;
  private final TaskScheduler taskScheduler;
  private final ObserverIntervals intervals;
  private final RegionReads reads;
  private final ScanListener listener;

  private volatile Optional<ScanResult> latest = Optional.empty();
  private Duration lastDuration = Duration.ZERO;
  private boolean lastFailed;
  private boolean running;
  private boolean timerScheduled;
  private Instant lastRequested = Instant.MIN;
  private List<String> ownersForNextScan = new ArrayList<>();

  /** Whoever asked about owners that a scan was to answer. */
  interface ScanListener {
    /** A scan begins by the rhythm of the place: the time to ask what scans do not show. */
    void scanStarting(Instant askedSince);

    void scanCompleted(List<String> owners);

    void scanFailed(List<String> owners, Ec2CallException failure);
  }

  RegionScanner(
      LogicalClock logicalClock,
      TaskScheduler taskScheduler,
      ObserverIntervals intervals,
      RegionReads reads,
      ScanListener listener) {
    this.logicalClock = logicalClock;
    this.taskScheduler = taskScheduler;
    this.intervals = intervals;
    this.reads = reads;
    this.listener = listener;
  }

  Optional<ScanResult> latest() {
    return latest;
  }

  /** Scans continue for a while, since the region was asked about. */
  synchronized void keepScanning() {
    lastRequested = logicalClock.now();
    if (!timerScheduled) {
      timerScheduled = true;
      taskScheduler.schedule(jittered(intervals.scanInterval()), this::onTimer);
    }
  }

  /** Whether there is no recent scan, so that the next may as well be made now. */
  synchronized boolean due() {
    Instant stale = logicalClock.now().minus(intervals.scanInterval().multipliedBy(2));
    return !lastFailed
        && latest.map(scanResult -> scanResult.startedAt().at().isBefore(stale)).orElse(true);
  }

  /** Whether a scan is over soon enough to be made instead of asking for many owners. */
  synchronized boolean fast() {
    return lastDuration.compareTo(FAST_SCAN) <= 0;
  }

  /** Scans for these owners, after the scan that is under way if any. */
  void scanFor(List<String> owners) {
    synchronized (this) {
      ownersForNextScan.addAll(owners);
      if (running) {
        return;
      }
      running = true;
    }
    run();
  }

  /** Whether nothing of it is going on. */
  synchronized boolean idle() {
    return !timerScheduled && !running;
  }

  private void onTimer() {
    Instant askedSince = logicalClock.now().minus(intervals.scanWhileAskedWithin());
    synchronized (this) {
      if (lastRequested.isBefore(askedSince)) {
        timerScheduled = false;
        latest = Optional.empty();
        lastFailed = false;
        return;
      }
      taskScheduler.schedule(jittered(intervals.scanInterval()), this::onTimer);
    }
    listener.scanStarting(askedSince);
    scanFor(List.of());
  }

  private void run() {
    List<String> owners;
    synchronized (this) {
      owners = ownersForNextScan;
      ownersForNextScan = new ArrayList<>();
    }
    LogicalTime began = logicalClock.next();
    PagedListing.start(taskScheduler, reads::clusterImages)
        .thenCompose(
            images ->
                PagedListing.start(taskScheduler, reads::clusterSnapshots)
                    .thenApply(
                        snapshots ->
                            ScanResult.of(
                                reads.accountRegion().region(), began, images, snapshots)))
        .whenComplete((scanResult, thrown) -> finish(owners, began, scanResult, thrown));
  }

  private void finish(
      List<String> owners, LogicalTime began, ScanResult scanResult, Throwable thrown) {
    try {
      publish(owners, scanResult, thrown);
    } finally {
      synchronized (this) {
        lastFailed = thrown != null;
        lastDuration = Duration.between(began.at(), logicalClock.now());
        running = !ownersForNextScan.isEmpty();
        if (running) {
          taskScheduler.schedule(Duration.ZERO, this::run);
        }
      }
    }
  }

  private void publish(List<String> owners, ScanResult scanResult, Throwable thrown) {
    if (thrown == null) {
      latest = Optional.of(scanResult);
      listener.scanCompleted(owners);
      return;
    }
    Ec2CallException failure = toEc2CallException(thrown);
    LOG.infof(
        "The scan of %s does not count, %s failed (%s): %s",
        reads.accountRegion(), failure.action(), failure.code(), failure.getMessage());
    listener.scanFailed(owners, failure);
  }

  static Ec2CallException toEc2CallException(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapped when wrapped.getCause() != null ->
          toEc2CallException(wrapped.getCause());
      case Ec2CallException failure -> failure;
      default -> {
        LOG.error("A listing failed; this is a fault of the operator", thrown);
        yield Ec2CallException.operatorFault("A listing", thrown);
      }
    };
  }

  /** Give or take a tenth, so that places do not fall into step. */
  private static Duration jittered(Duration interval) {
    return Duration.ofMillis(
        Math.round(interval.toMillis() * ThreadLocalRandom.current().nextDouble(0.9, 1.1)));
  }
}
