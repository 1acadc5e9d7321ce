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
import dev.amioperator.ownership.TaggedObject;
import dev.amioperator.ownership.WatchedNamespaces;
import dev.amioperator.reconcile.ActionExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Deletes snapshots that were released with their object, once no image uses them or needs them to
 * be restored from the Recycle Bin. EC2 itself refuses DeleteSnapshot while an image uses the
 * snapshot, but not for an image in the Recycle Bin.
 */
public class ReleasedSnapshotCollector {
  private static final Logger LOG = Logger.getLogger(ReleasedSnapshotCollector.class);

  /** The maximum age of the reads of a snapshot before it is deleted: a few reconciles. */
  private static final Duration MAX_OBSERVATION_AGE = Duration.ofMinutes(5);

  private final Observer observer;
  private final ActionExecutor actionExecutor;
  private final Owner owner;
  private final WatchedNamespaces watched;
  private final Duration interval;
  private final Duration gracePeriod;
  private final Duration maxObservationAge;

  /** When each snapshot was decided on; a refused deletion is retried after the interval. */
  private final Map<String, Instant> lastDecision = new ConcurrentHashMap<>();

  /** When the reads for the next decision on a snapshot began; all of them are newer. */
  private final Map<String, Instant> readsSince = new ConcurrentHashMap<>();

  /**
   * Since when no image needs a snapshot, as decided at each interval: an image that was
   * deregistered a moment ago may be neither registered nor in the Recycle Bin.
   */
  private final Map<String, Instant> unneededSince = new ConcurrentHashMap<>();

  /**
   * The collector of an installation.
   *
   * @param watched the namespaces of the objects whose snapshots are deleted
   * @param interval between two searches for released snapshots in a region
   * @param gracePeriod how long EC2 must not show a resource before it counts as gone
   */
  public ReleasedSnapshotCollector(
      Observer observer,
      ActionExecutor actionExecutor,
      ClusterId cluster,
      WatchedNamespaces watched,
      Duration interval,
      Duration gracePeriod) {
    this.observer = observer;
    this.actionExecutor = actionExecutor;
    this.owner = new Owner(cluster, "Reaper");
    this.watched = watched;
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
    Instant forgotten = now.minus(gracePeriod).minus(interval.multipliedBy(4));
    unneededSince.values().removeIf(since -> since.isBefore(forgotten));
    readsSince.values().removeIf(since -> since.isBefore(forgotten));
    return switch (observer.get(
        accountRegion, Scope.of(owner), SnapshotQueries.released(), now.minus(interval))) {
      case Observation.Known<List<Snapshot>>(var released, var observedAt) ->
          released.stream()
              .filter(this::isOfWatchedNamespace)
              .filter(snapshot -> !lastDecision.containsKey(snapshot.id()))
              .map(snapshot -> collect(accountRegion, snapshot, now))
              .reduce(false, Boolean::logicalOr);
      case Observation.Pending<List<Snapshot>>() -> true;
      case Observation.Failed<List<Snapshot>> failed -> false;
    };
  }

  /** Another installation of this cluster collects the snapshots of its namespaces. */
  private boolean isOfWatchedNamespace(Snapshot snapshot) {
    return TaggedObject.parse(snapshot.tags().getOrDefault(TagKeys.RESOURCE, ""))
        .map(object -> watched.contains(object.namespace()))
        .orElse(watched.all());
  }

  private boolean collect(AccountRegion accountRegion, Snapshot listed, Instant now) {
    String id = listed.id();
    Instant oldest = now.minus(maxObservationAge);
    Instant notBefore =
        readsSince.merge(id, now, (since, later) -> since.isBefore(oldest) ? later : since);
    Observation<Presence<Snapshot>> snapshot =
        observer.get(accountRegion, Scope.of(owner), SnapshotQueries.byId(id), notBefore);
    Observation<List<Image>> users =
        observer.get(accountRegion, Scope.of(owner), ImageQueries.usingSnapshot(id), notBefore);
    List<Observation<Presence<RecycleBinEntry>>> inRecycleBin =
        formerUsers(listed).stream()
            .map(RecycleBinQueries::image)
            .map(query -> observer.get(accountRegion, Scope.of(owner), query, notBefore))
            .toList();
    if (Stream.concat(Stream.of(snapshot, users), inRecycleBin.stream())
        .anyMatch(Observation.Pending.class::isInstance)) {
      return true;
    }
    readsSince.remove(id);
    lastDecision.put(id, now);
    if (snapshot instanceof Observation.Known<Presence<Snapshot>>(var presence, var since)
        && presence.found().filter(new ReleasedSnapshotClaim(owner)::owns).isPresent()
        && users instanceof Observation.Known<List<Image>>(var images, var observedAt)) {
      decide(accountRegion, presence.found().get(), images, inRecycleBin, now);
    }
    return false;
  }

  private void decide(
      AccountRegion accountRegion,
      Snapshot released,
      List<Image> images,
      List<Observation<Presence<RecycleBinEntry>>> inRecycleBin,
      Instant now) {
    List<String> users = images.stream().filter(Image::registered).map(Image::id).toList();
    if (!users.isEmpty()) {
      recordUsers(accountRegion, released, users);
    }
    if (!users.isEmpty() || !inRecycleBin.stream().allMatch(ReleasedSnapshotCollector::isAbsent)) {
      unneededSince.remove(released.id());
    } else if (!now.isBefore(
        unneededSince.computeIfAbsent(released.id(), id -> now).plus(gracePeriod))) {
      unneededSince.remove(released.id());
      execute(accountRegion, new SnapshotAction.DeleteSnapshot(released.id()));
    }
  }

  /** The images that may be in the Recycle Bin now, and cannot be restored without the snapshot. */
  static Set<String> formerUsers(Snapshot released) {
    Set<String> images = new LinkedHashSet<>();
    ReleasedTag.of(released).ifPresent(tag -> images.addAll(tag.imageIds()));
    released.createdFor().ifPresent(images::add);
    return images;
  }

  /** An unreadable Recycle Bin proves nothing, unless the region has none. */
  static boolean isAbsent(Observation<Presence<RecycleBinEntry>> entry) {
    return switch (entry) {
      case Observation.Known<Presence<RecycleBinEntry>>(var presence, var observedAt) ->
          presence.found().isEmpty();
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
      actionExecutor.execute(accountRegion, new ReleasedSnapshotClaim(owner), List.of(action));
    } catch (Ec2CallException failure) {
      LOG.infof(
          "%s in %s is retried later: %s failed (%s): %s",
          action, accountRegion, failure.action(), failure.code(), failure.getMessage());
    }
  }
}
