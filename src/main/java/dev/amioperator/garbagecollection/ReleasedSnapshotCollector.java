package dev.amioperator.garbagecollection;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.RecycleBinQueries;
import dev.amioperator.observer.Scope;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.ReleasedTag;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ActionExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Deletes snapshots that were released with their object, once no image uses them, nor needs them
 * to be restored from the Recycle Bin. EC2 itself refuses DeleteSnapshot while an image uses the
 * snapshot, but not for an image in the Recycle Bin.
 */
public class ReleasedSnapshotCollector {
  private static final Logger LOG = Logger.getLogger(ReleasedSnapshotCollector.class);

  /** The maximum age of the reads of a snapshot before it is deleted. */
  private static final Duration MAX_OBSERVATION_AGE = Duration.ofSeconds(30);

  private final Observer observer;
  private final ActionExecutor actionExecutor;
  private final Owner owner;
  private final Duration interval;
  private final Duration gracePeriod;
  private final Duration maxObservationAge;

  /** When each snapshot was decided on; a refused deletion is retried after the interval. */
  private final Map<String, Instant> lastDecision = new ConcurrentHashMap<>();

  /**
   * The collector of a cluster.
   *
   * @param interval between two searches for released snapshots in a region
   * @param gracePeriod how long EC2 must not show a resource before it counts as gone
   */
  public ReleasedSnapshotCollector(
      Observer observer,
      ActionExecutor actionExecutor,
      ClusterId cluster,
      Duration interval,
      Duration gracePeriod) {
    this.observer = observer;
    this.actionExecutor = actionExecutor;
    this.owner = new Owner(cluster, "Reaper");
    this.interval = interval;
    this.gracePeriod = gracePeriod;
    Duration twice = interval.multipliedBy(2);
    this.maxObservationAge = twice.compareTo(MAX_OBSERVATION_AGE) < 0 ? twice : MAX_OBSERVATION_AGE;
  }

  /**
   * Deletes the released, unused snapshots of an account and region.
   *
   * @return whether answers of EC2 are pending, so that the caller requeues soon
   */
  public boolean collect(AccountRegion accountRegion, Instant now) {
    lastDecision.values().removeIf(at -> at.isBefore(now.minus(interval)));
    return switch (observer.get(
        accountRegion, Scope.of(owner), SnapshotQueries.released(), now.minus(interval))) {
      case Observation.Known<List<Snapshot>>(var released, var observedAt) ->
          released.stream()
              .map(Snapshot::id)
              .filter(id -> !lastDecision.containsKey(id))
              .map(id -> collect(accountRegion, id, now))
              .reduce(false, Boolean::logicalOr);
      case Observation.Pending<List<Snapshot>>() -> true;
      case Observation.Failed<List<Snapshot>> failed -> false;
    };
  }

  private boolean collect(AccountRegion accountRegion, String id, Instant now) {
    Instant notBefore = now.minus(maxObservationAge);
    Observation<Presence<Snapshot>> snapshot =
        observer.get(accountRegion, Scope.of(owner), SnapshotQueries.byId(id), notBefore);
    Observation<List<Image>> users =
        observer.get(accountRegion, Scope.of(owner), ImageQueries.usingSnapshot(id), notBefore);
    if (snapshot instanceof Observation.Pending || users instanceof Observation.Pending) {
      return true;
    }
    Optional<Snapshot> released =
        snapshot instanceof Observation.Known<Presence<Snapshot>>(var presence, var since)
            ? presence.found().filter(found -> isReleased(owner.cluster(), found))
            : Optional.empty();
    if (released.isEmpty()
        || !(users instanceof Observation.Known<List<Image>>(var images, var observedAt))) {
      lastDecision.put(id, now);
      return false;
    }
    return collect(accountRegion, released.get(), images, now);
  }

  private boolean collect(
      AccountRegion accountRegion, Snapshot released, List<Image> images, Instant now) {
    List<String> users = images.stream().filter(Image::registered).map(Image::id).toList();
    if (!users.isEmpty()) {
      lastDecision.put(released.id(), now);
      recordUsers(accountRegion, released, users);
      return false;
    }
    List<Observation<Presence<RecycleBinEntry>>> inRecycleBin =
        formerUsers(released).stream()
            .map(
                imageId ->
                    observer.get(
                        accountRegion,
                        Scope.of(owner),
                        RecycleBinQueries.image(imageId),
                        now.minus(maxObservationAge)))
            .toList();
    if (inRecycleBin.stream().anyMatch(Observation.Pending.class::isInstance)) {
      return true;
    }
    lastDecision.put(released.id(), now);
    if (inRecycleBin.stream().allMatch(entry -> isAbsent(entry, gracePeriod))) {
      execute(accountRegion, new SnapshotAction.DeleteSnapshot(released.id()));
    }
    return false;
  }

  /** The images that may be in the Recycle Bin now, and cannot be restored without the snapshot. */
  static Set<String> formerUsers(Snapshot released) {
    Set<String> images = new LinkedHashSet<>();
    ReleasedTag.of(released).ifPresent(tag -> images.addAll(tag.imageIds()));
    released.createdFor().ifPresent(images::add);
    return images;
  }

  /** An unreadable Recycle Bin proves nothing, unless the region has none. */
  static boolean isAbsent(Observation<Presence<RecycleBinEntry>> entry, Duration gracePeriod) {
    return switch (entry) {
      case Observation.Known<Presence<RecycleBinEntry>>(var presence, var observedAt) ->
          presence.provenAbsent(observedAt, gracePeriod);
      case Observation.Pending<Presence<RecycleBinEntry>>() -> false;
      case Observation.Failed<Presence<RecycleBinEntry>>(var failure, var retryAt) ->
          failure.errorClass() == Ec2CallException.ErrorClass.UNSUPPORTED;
    };
  }

  /** Records the images that use the snapshot, which the Recycle Bin cannot tell later. */
  private void recordUsers(AccountRegion accountRegion, Snapshot released, List<String> users) {
    ReleasedTag recorded = ReleasedTag.of(released).orElseThrow();
    ReleasedTag latest = recorded.usedBy(users);
    if (!recorded.imageIds().containsAll(users) && !latest.equals(recorded)) {
      execute(
          accountRegion,
          new TagAction.CreateTags(
              List.of(released.id()), Map.of(TagKeys.RELEASED, latest.value())));
    }
  }

  private void execute(AccountRegion accountRegion, AwsAction action) {
    try {
      actionExecutor.execute(accountRegion, owner, List.of(action));
    } catch (Ec2CallException failure) {
      LOG.infof(
          "%s in %s is retried later: %s failed (%s): %s",
          action, accountRegion, failure.action(), failure.code(), failure.getMessage());
    }
  }

  /**
   * Whether a snapshot was released by this cluster; tags that travelled with a copy do not count.
   */
  static boolean isReleased(ClusterId cluster, Snapshot snapshot) {
    return cluster.value().equals(snapshot.tags().get(TagKeys.CLUSTER))
        && snapshot.tags().containsKey(TagKeys.RESOURCE)
        && ReleasedTag.of(snapshot).isPresent();
  }
}
