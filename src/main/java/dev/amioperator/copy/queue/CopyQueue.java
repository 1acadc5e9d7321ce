package dev.amioperator.copy.queue;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.TaskScheduler;
import dev.amioperator.ownership.ClusterId;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Admission of image copies, for all objects of a cluster: a queue per AWS account and region.
 *
 * <p>An object asks before it calls CopyImage, and tells the result. It is woken when its turn
 * comes and when EC2 no longer lists its image as pending; it need not poll.
 */
public final class CopyQueue {
  private final Observer observer;
  private final TaskScheduler scheduler;
  private final InstantSource clock;
  private final ClusterId cluster;
  private final CopyQueueIntervals intervals;
  private final Map<QueueDestination, Region> regions = new ConcurrentHashMap<>();
  private final List<BiConsumer<QueueDestination, ResourceID>> listeners =
      new CopyOnWriteArrayList<>();

  private record Region(QueueDestination destination, RegionQueue queue, RegionPoller poller) {}

  public CopyQueue(
      Observer observer,
      TaskScheduler scheduler,
      InstantSource clock,
      ClusterId cluster,
      CopyQueueIntervals intervals) {
    this.observer = observer;
    this.scheduler = scheduler;
    this.clock = clock;
    this.cluster = cluster;
    this.intervals = intervals;
  }

  /** Adds a receiver of the objects to reconcile, and of the destination concerned. */
  void addListener(BiConsumer<QueueDestination, ResourceID> listener) {
    listeners.add(listener);
  }

  /** Requests a slot for a call of CopyImage; the same request may be repeated at any time. */
  public CopyDecision request(CopyRequest request) {
    Region region = region(request.accountRegion());
    region.poller.use(request.accountRegion());
    RegionQueue.Requested requested = region.queue.request(request, clock.instant());
    wake(request.destination(), requested.admitted());
    region.poller.reschedule();
    return requested.decision();
  }

  /**
   * Records that an object found its image pending, such as after a restart.
   *
   * @param observedAt when EC2 was read; the queue may know better since
   */
  public void observedPending(
      CopyRequest request, String imageId, Instant created, Instant observedAt) {
    update(
        request.accountRegion(),
        queue -> queue.observedPending(request, imageId, created, observedAt, clock.instant()));
  }

  /** Records that EC2 accepted a copy. */
  public void started(CopyRequest request, String imageId, Instant at) {
    update(request.accountRegion(), queue -> queue.started(request, imageId, at, clock.instant()));
  }

  /** Records that CopyImage failed. A refusal for a quota lowers the limit of the region. */
  public void callFailed(CopyRequest request, Ec2CallException failure) {
    update(request.accountRegion(), queue -> queue.callFailed(request, failure, clock.instant()));
  }

  /** Withdraws the requests of an object for a destination that it no longer has, or cannot use. */
  public void withdraw(AccountRegion accountRegion, String uid) {
    update(accountRegion, queue -> queue.forget(uid, clock.instant()));
  }

  /** Withdraws the other requests of an object for the same destination: its source changed. */
  public void withdrawOthers(CopyRequest request) {
    update(request.accountRegion(), queue -> queue.releaseOthers(request, clock.instant()));
  }

  /** Whether EC2 refused a copy for a quota that no end of another copy frees. */
  public boolean held(CopyRequest request) {
    return region(request.accountRegion()).queue.held(request.key(), clock.instant());
  }

  /** Withdraws all requests of a deleted object. */
  public void forget(String uid) {
    regions.values().forEach(region -> update(region, q -> q.forget(uid, clock.instant())));
  }

  /**
   * Records that an object saw its image complete or failed.
   *
   * @param available whether the copy succeeded, so that its duration is worth learning
   */
  public void finished(AccountRegion accountRegion, String imageId, boolean available) {
    update(accountRegion, queue -> queue.finished(imageId, available, clock.instant()));
  }

  /** The progress of a copy that was requested here; empty unless it is in flight. */
  public Optional<CopyProgress> progress(AccountRegion accountRegion, String uid, String part) {
    String key = CopyRequest.keyOf(uid, part);
    return progress(accountRegion, copy -> copy.requestKey().equals(key));
  }

  /** The progress of a copy by its image; empty unless it is known to be in flight. */
  public Optional<CopyProgress> progress(AccountRegion accountRegion, String imageId) {
    return progress(accountRegion, copy -> copy.imageId().equals(imageId));
  }

  private Optional<CopyProgress> progress(
      AccountRegion accountRegion, Predicate<CopyInFlight> which) {
    return region(accountRegion).queue.progress(which, clock.instant());
  }

  /** The states of the queues, by destination. */
  Map<QueueDestination, QueueState> states() {
    Map<QueueDestination, QueueState> states = new ConcurrentHashMap<>();
    regions.forEach((destination, region) -> states.put(destination, region.queue.state()));
    return states;
  }

  private void update(AccountRegion accountRegion, Function<RegionQueue, Set<ResourceID>> change) {
    update(region(accountRegion), change);
  }

  private void update(Region region, Function<RegionQueue, Set<ResourceID>> change) {
    wake(region.destination, change.apply(region.queue));
    region.poller.reschedule();
  }

  private Region region(AccountRegion accountRegion) {
    return regions.computeIfAbsent(
        QueueDestination.of(accountRegion),
        destination -> {
          RegionQueue queue = new RegionQueue(cluster, intervals);
          return new Region(
              destination,
              queue,
              new RegionPoller(
                  accountRegion,
                  queue,
                  observer,
                  scheduler,
                  clock,
                  objects -> wake(destination, objects)));
        });
  }

  private void wake(QueueDestination destination, Set<ResourceID> objects) {
    objects.forEach(object -> listeners.forEach(listener -> listener.accept(destination, object)));
  }
}
