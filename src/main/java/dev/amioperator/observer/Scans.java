package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.Timeline.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * The scans of one place: slowly repeated while somebody asks about it, and made at once when that
 * is cheaper than asking owner by owner. One at a time; a scan that lacks a page does not count.
 */
final class Scans {
  private static final Logger LOG = Logger.getLogger(Scans.class);

  /** About two pages; a longer scan answers later than batches of owners, and costs more. */
  private static final Duration QUICK = Duration.ofSeconds(2);

  private final AccountRegion place;
  private final Timeline timeline;
  private final Background background;
  private final Pace pace;
  private final Lookups lookups;
  private final Waiting waiting;

  private volatile Optional<Census> latest = Optional.empty();
  private Duration lastTook = Duration.ZERO;
  private boolean lastFailed;
  private boolean running;
  private boolean ticking;
  private Instant lastAsked = Instant.MIN;
  private List<String> forNext = new ArrayList<>();

  /** Whoever asked about owners that a scan was to answer. */
  interface Waiting {
    /** A scan begins by the rhythm of the place: the time to ask what scans do not show. */
    void roundBegins(Instant askedSince);

    void scanned(List<String> owners);

    void failed(List<String> owners, Ec2CallException failure);
  }

  Scans(
      AccountRegion accountRegion,
      Timeline timeline,
      Background background,
      Pace pace,
      Lookups lookups,
      Waiting waiting) {
    this.place = accountRegion;
    this.timeline = timeline;
    this.background = background;
    this.pace = pace;
    this.lookups = lookups;
    this.waiting = waiting;
  }

  Optional<Census> latest() {
    return latest;
  }

  /** Somebody asked about the place: scans go on for a while. */
  synchronized void asked() {
    lastAsked = timeline.now();
    if (!ticking) {
      ticking = true;
      background.after(jittered(pace.scanInterval()), this::tick);
    }
  }

  /** Whether there is no scan to speak of, so that the next one may as well be made now. */
  synchronized boolean due() {
    Instant stale = timeline.now().minus(pace.scanInterval().multipliedBy(2));
    return !lastFailed && latest.map(census -> census.began().at().isBefore(stale)).orElse(true);
  }

  /** Whether a scan is over soon enough to be made instead of asking for many owners. */
  synchronized boolean quick() {
    return lastTook.compareTo(QUICK) <= 0;
  }

  /** Scans for these owners, after the scan that is under way if there is one. */
  void scanFor(List<String> owners) {
    synchronized (this) {
      forNext.addAll(owners);
      if (running) {
        return;
      }
      running = true;
    }
    run();
  }

  /** Whether nothing of it is going on. */
  synchronized boolean idle() {
    return !ticking && !running;
  }

  private void tick() {
    Instant askedSince = timeline.now().minus(pace.scanWhileAskedWithin());
    synchronized (this) {
      if (lastAsked.isBefore(askedSince)) {
        ticking = false;
        latest = Optional.empty();
        lastFailed = false;
        return;
      }
      background.after(jittered(pace.scanInterval()), this::tick);
    }
    waiting.roundBegins(askedSince);
    scanFor(List.of());
  }

  private void run() {
    List<String> owners;
    synchronized (this) {
      owners = forNext;
      forNext = new ArrayList<>();
    }
    Moment began = timeline.mark();
    Listing.of(background, lookups::clusterImages)
        .thenCompose(
            images ->
                Listing.of(background, lookups::clusterSnapshots)
                    .thenApply(snapshots -> Census.of(place.region(), began, images, snapshots)))
        .whenComplete((census, thrown) -> done(owners, began, census, thrown));
  }

  private void done(List<String> owners, Moment began, Census census, Throwable thrown) {
    try {
      tell(owners, census, thrown);
    } finally {
      synchronized (this) {
        lastFailed = thrown != null;
        lastTook = Duration.between(began.at(), timeline.now());
        running = !forNext.isEmpty();
        if (running) {
          background.after(Duration.ZERO, this::run);
        }
      }
    }
  }

  private void tell(List<String> owners, Census census, Throwable thrown) {
    if (thrown == null) {
      latest = Optional.of(census);
      waiting.scanned(owners);
      return;
    }
    Ec2CallException failure = failure(thrown);
    LOG.infof(
        "The scan of %s does not count, %s failed (%s): %s",
        place, failure.action(), failure.code(), failure.getMessage());
    waiting.failed(owners, failure);
  }

  static Ec2CallException failure(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapped when wrapped.getCause() != null ->
          failure(wrapped.getCause());
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
