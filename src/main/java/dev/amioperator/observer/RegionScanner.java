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
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Scans of an EC2 region: periodic while it is queried, and at once when that costs fewer calls.
 * Scans do not overlap; a scan that lacks a page is discarded.
 */
final class RegionScanner {
  private static final Logger LOG = Logger.getLogger(RegionScanner.class);

  /** About two EC2 pages; a longer scan is slower than batches of owners. */
  private static final Duration FAST_SCAN = Duration.ofSeconds(2);

  private final LogicalClock clock;
  private final TaskScheduler scheduler;
  private final ObserverIntervals intervals;
  private final RegionReads reads;
  private final ImageScan imageScan;
  private final ScanListener listener;

  private volatile Optional<ScanResult> latest = Optional.empty();
  private Duration lastDuration = Duration.ZERO;
  private boolean lastFailed;
  private boolean running;
  private boolean timerScheduled;
  private Instant lastRequested = Instant.MIN;
  private List<Waiting> waitingForNextScan = new ArrayList<>();

  /** Is told of an EC2 region's scans. */
  interface ScanListener {
    /** A periodic scan starts: the time to refresh answers that scans do not show. */
    void scanStarting(Instant requestedSince);
  }

  /** Queries that the next scan answers. */
  private record Waiting(QueryCache<?> cache, List<String> keys) {
    /** The cache takes the answers from the scan itself. */
    void completed() {
      cache.completed(keys, key -> Optional.empty());
    }

    void failed(Ec2CallException failure) {
      cache.failed(keys, failure);
    }
  }

  RegionScanner(
      LogicalClock clock,
      TaskScheduler scheduler,
      ObserverIntervals intervals,
      RegionReads reads,
      ScanListener listener) {
    this.clock = clock;
    this.scheduler = scheduler;
    this.intervals = intervals;
    this.reads = reads;
    this.imageScan = new ImageScan(reads, scheduler, clock);
    this.listener = listener;
  }

  Optional<ScanResult> latest() {
    return latest;
  }

  /** Keeps the scans of a queried region running for a while. */
  synchronized void keepScanning() {
    lastRequested = clock.now();
    if (!timerScheduled) {
      timerScheduled = true;
      scheduler.schedule(jittered(intervals.scanInterval()), this::onTimer);
    }
  }

  /** Whether the region has no recent scan, so that the next may start now. */
  synchronized boolean due() {
    Instant stale = clock.now().minus(intervals.scanInterval().multipliedBy(2));
    return !lastFailed && latest.map(scan -> scan.startedAt().at().isBefore(stale)).orElse(true);
  }

  /**
   * Whether a scan now takes the place of the next periodic scan, so that the owners who would be
   * read need no calls of their own.
   */
  synchronized boolean dueSoon() {
    return !running && !lastFailed && fast() && !recent(clock.now());
  }

  /** Whether the latest scan is so recent that a periodic scan can wait. */
  private boolean recent(Instant now) {
    Instant since = now.minus(intervals.scanInterval().dividedBy(2));
    return latest.filter(scan -> scan.startedAt().at().isAfter(since)).isPresent();
  }

  /** Whether a scan is quick enough to replace EC2 reads of many owners. */
  synchronized boolean fast() {
    return lastDuration.compareTo(FAST_SCAN) <= 0;
  }

  /**
   * Whether a scan, which is quick, shows all images of the account, and so costs as few calls as
   * any other list of them. After a failed scan, fewer calls have a better chance.
   */
  synchronized boolean showsAccount() {
    return !lastFailed && imageScan.ofAccount() && fast();
  }

  /** Scans the region for queries, after the running scan if any. */
  void scanFor(QueryCache<?> cache, List<String> keys) {
    scan(Stream.of(new Waiting(cache, keys)));
  }

  private void scan(Stream<Waiting> waiting) {
    synchronized (this) {
      waiting.forEach(waitingForNextScan::add);
      if (running) {
        return;
      }
      running = true;
    }
    run();
  }

  /** Whether no scan is running or scheduled. */
  synchronized boolean idle() {
    return !timerScheduled && !running;
  }

  private void onTimer() {
    Instant now = clock.now();
    Instant requestedSince = now.minus(intervals.scanWhileAskedWithin());
    synchronized (this) {
      if (lastRequested.isBefore(requestedSince)) {
        timerScheduled = false;
        latest = Optional.empty();
        lastFailed = false;
        return;
      }
      if (recent(now)) {
        Instant next = latest.orElseThrow().startedAt().at().plus(intervals.scanInterval());
        scheduler.schedule(Duration.between(now, next), this::onTimer);
        return;
      }
      scheduler.schedule(jittered(intervals.scanInterval()), this::onTimer);
    }
    listener.scanStarting(requestedSince);
    scan(Stream.of());
  }

  private void run() {
    List<Waiting> waiting;
    synchronized (this) {
      waiting = waitingForNextScan;
      waitingForNextScan = new ArrayList<>();
    }
    LogicalTime began = clock.next();
    imageScan
        .start()
        .thenCompose(
            images ->
                PagedListing.start(scheduler, reads::clusterSnapshots)
                    .thenApply(
                        snapshots ->
                            ScanResult.of(
                                reads.accountRegion().region(), began, images, snapshots)))
        .whenComplete((scan, thrown) -> finish(waiting, began, scan, thrown));
  }

  private void finish(List<Waiting> waiting, LogicalTime began, ScanResult scan, Throwable thrown) {
    try {
      publish(waiting, scan, thrown);
    } finally {
      synchronized (this) {
        lastFailed = thrown != null;
        lastDuration = Duration.between(began.at(), clock.now());
        running = !waitingForNextScan.isEmpty();
        if (running) {
          scheduler.schedule(Duration.ZERO, this::run);
        }
      }
    }
  }

  private void publish(List<Waiting> waiting, ScanResult scan, Throwable thrown) {
    if (thrown == null) {
      latest = Optional.of(scan);
      waiting.forEach(Waiting::completed);
      return;
    }
    Ec2CallException failure = toEc2CallException(thrown);
    LOG.infof(
        "The scan of %s is discarded, because %s failed (%s): %s",
        reads.accountRegion(), failure.action(), failure.code(), failure.getMessage());
    waiting.forEach(queries -> queries.failed(failure));
  }

  static Ec2CallException toEc2CallException(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapped when wrapped.getCause() != null ->
          toEc2CallException(wrapped.getCause());
      case Ec2CallException failure -> failure;
      default -> {
        LOG.error("An EC2 listing failed; this is a bug in the operator", thrown);
        yield Ec2CallException.operatorFault("EC2 listing", thrown);
      }
    };
  }

  /** The interval, give or take a tenth, so that scans of regions do not coincide. */
  private static Duration jittered(Duration interval) {
    return Duration.ofMillis(
        Math.round(interval.toMillis() * ThreadLocalRandom.current().nextDouble(0.9, 1.1)));
  }
}
