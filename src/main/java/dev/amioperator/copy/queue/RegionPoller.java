package dev.amioperator.copy.queue;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.PendingCopy;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.CopyQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Scope;
import dev.amioperator.observer.TaskScheduler;
import dev.amioperator.reconcile.Requeue;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Reads of an account and region that has image copies in progress, shared by all objects: the
 * pending images, and then what the owners of the copies that ended have.
 */
final class RegionPoller {
  private static final Logger LOG = Logger.getLogger(RegionPoller.class);

  private final RegionQueue queue;
  private final Observer observer;
  private final TaskScheduler scheduler;
  private final InstantSource clock;
  private final Consumer<Set<ResourceID>> wake;
  private AccountRegion accountRegion;
  private Optional<Instant> scheduledAt = Optional.empty();
  private boolean polling;

  /**
   * @param wake reconciles objects
   */
  RegionPoller(
      AccountRegion accountRegion,
      RegionQueue queue,
      Observer observer,
      TaskScheduler scheduler,
      InstantSource clock,
      Consumer<Set<ResourceID>> wake) {
    this.accountRegion = accountRegion;
    this.queue = queue;
    this.observer = observer;
    this.scheduler = scheduler;
    this.clock = clock;
    this.wake = wake;
  }

  /** Reads with the credentials of the AwsAccount that requested a copy last. */
  synchronized void use(AccountRegion latest) {
    accountRegion = latest;
  }

  /** Schedules the next read, unless an earlier is scheduled. */
  synchronized void reschedule() {
    Instant now = clock.instant();
    Optional<Instant> next = queue.schedule(now).next(now);
    if (polling
        || next.isEmpty()
        || scheduledAt.filter(at -> !at.isAfter(next.get())).isPresent()) {
      return;
    }
    scheduledAt = next;
    scheduler.schedule(Duration.between(now, next.get()), () -> start(next.get()));
  }

  private void start(Instant scheduled) {
    Instant now = clock.instant();
    synchronized (this) {
      if (!scheduledAt.equals(Optional.of(scheduled))) {
        return;
      }
      scheduledAt = Optional.empty();
      if (polling) {
        // A request scheduled it just before the read began, whose end schedules the next one.
        return;
      }
    }
    orRetry(() -> readIfDue(now));
  }

  private void readIfDue(Instant now) {
    wake.accept(queue.timePassed(now));
    boolean due = queue.schedule(now).nextRead(now).filter(at -> !at.isAfter(now)).isPresent();
    if (due && beginPolling()) {
      listPending(now);
    } else {
      reschedule();
    }
  }

  private synchronized boolean beginPolling() {
    boolean begun = !polling;
    polling = true;
    return begun;
  }

  private synchronized void endPolling() {
    polling = false;
  }

  private void listPending(Instant since) {
    switch (read(since)) {
      case Observation.Pending<List<PendingCopy>>() ->
          scheduler.schedule(Requeue.OBSERVATION_PENDING, () -> orRetry(() -> listPending(since)));
      case Observation.Failed<List<PendingCopy>>(var failure, Instant retryAt) -> {
        LOG.infof("The copies into %s are not known: %s", accountRegion, failure.summary());
        retry(retryAt);
      }
      case Observation.Known<List<PendingCopy>>(var pending, Instant readAt) -> {
        RegionQueue.Listed listed = queue.listed(pending, readAt, clock.instant());
        wake.accept(listed.objects());
        List<CopyInFlight> unknown = queue.state().unknownProgress(clock.instant());
        readOwners(new OwnerReads(listed.ended(), listed.overdue(), readAt, unknown));
      }
    }
  }

  /** Whatever fails here: no copy is looked at any more if the region is not read again. */
  private void orRetry(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failure) {
      retry(clock.instant().plus(Requeue.COPY_PENDING));
      throw failure;
    }
  }

  /** Repeats a failed read, unless no copy is of interest by then. */
  private void retry(Instant retryAt) {
    Instant earliest = clock.instant().plus(Requeue.NEXT_STEP);
    Instant at = retryAt.isAfter(earliest) ? retryAt : earliest;
    synchronized (this) {
      polling = false;
      scheduledAt = Optional.of(at);
    }
    scheduler.schedule(Duration.between(clock.instant(), at), () -> start(at));
  }

  private Observation<List<PendingCopy>> read(Instant since) {
    AccountRegion region;
    synchronized (this) {
      region = accountRegion;
    }
    return observer.get(region, Scope.WHOLE_REGION, CopyQueries.pendingCopies(), since);
  }

  /** The objects are reconciled once their reads are cached, so that these are shared. */
  private void readOwners(OwnerReads reads) {
    boolean pending = false;
    for (String owner : reads.owners()) {
      pending |= readOwner(owner, reads) instanceof Observation.Pending<OwnedResources>;
    }
    if (pending) {
      scheduler.schedule(Requeue.OBSERVATION_PENDING, () -> orRetry(() -> readOwners(reads)));
      return;
    }
    reads.unknown().forEach(copy -> progress(copy, reads));
    reads.ended().stream()
        .filter(copy -> available(copy, reads))
        .forEach(copy -> queue.learn(copy, reads.readAt()));
    Set<ResourceID> objects = new HashSet<>();
    reads.ended().forEach(copy -> copy.objectId().ifPresent(objects::add));
    reads.overdue().forEach(copy -> objects.addAll(endIfNotPending(copy, reads)));
    wake.accept(objects);
    endPolling();
    reschedule();
  }

  private Observation<OwnedResources> readOwner(String owner, OwnerReads reads) {
    AccountRegion region;
    synchronized (this) {
      region = accountRegion;
    }
    return observer.get(
        region, Scope.ownedBy(owner), OwnedResourceQueries.byOwner(owner), reads.readAt());
  }

  private Optional<Observation.Known<OwnedResources>> owned(CopyInFlight copy, OwnerReads reads) {
    return copy.owner()
        .map(owner -> readOwner(owner, reads))
        .filter(Observation.Known.class::isInstance)
        .map(known -> (Observation.Known<OwnedResources>) known);
  }

  private boolean available(CopyInFlight copy, OwnerReads reads) {
    return image(copy, reads).filter(image -> image.state() == Image.State.AVAILABLE).isPresent();
  }

  /** An image that is not found is not visible yet, or gone: later lists tell. */
  private Set<ResourceID> endIfNotPending(CopyInFlight copy, OwnerReads reads) {
    if (image(copy, reads).filter(image -> image.state() != Image.State.PENDING).isEmpty()) {
      return Set.of();
    }
    Set<ResourceID> objects = new HashSet<>();
    objects.addAll(queue.finished(copy.imageId(), available(copy, reads), reads.readAt()));
    copy.objectId().ifPresent(objects::add);
    return objects;
  }

  private Optional<Image> image(CopyInFlight copy, OwnerReads reads) {
    return owned(copy, reads).stream()
        .flatMap(known -> known.value().images().stream())
        .filter(image -> image.id().equals(copy.imageId()))
        .findFirst();
  }

  private void progress(CopyInFlight copy, OwnerReads reads) {
    owned(copy, reads)
        .ifPresent(
            known -> {
              List<Snapshot> snapshots =
                  known.value().snapshots().stream()
                      .filter(snapshot -> snapshot.madeFor(copy.imageId()))
                      .toList();
              long size = snapshots.stream().mapToLong(Snapshot::sizeGib).sum();
              long done = snapshots.stream().mapToLong(s -> s.progress() * s.sizeGib()).sum();
              if (size > 0) {
                queue.progressed(
                    copy.imageId(),
                    new CopyInFlight.Progress((int) (done / size), known.observedAt()));
              }
            });
  }
}
