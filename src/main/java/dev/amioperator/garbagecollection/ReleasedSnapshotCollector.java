package dev.amioperator.garbagecollection;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.Scope;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ActionExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Deletes snapshots that were released with their object, once no image uses them. EC2 itself
 * refuses DeleteSnapshot while an image uses the snapshot.
 */
public class ReleasedSnapshotCollector {
  private static final Logger LOG = Logger.getLogger(ReleasedSnapshotCollector.class);

  /** The maximum age of the reads of a snapshot before it is deleted. */
  private static final Duration MAX_OBSERVATION_AGE = Duration.ofSeconds(30);

  private final Observer observer;
  private final ActionExecutor actionExecutor;
  private final Owner owner;
  private final Duration interval;
  private final Duration maxObservationAge;

  /** When each snapshot was decided on; a refused deletion is retried after the interval. */
  private final Map<String, Instant> lastDecision = new ConcurrentHashMap<>();

  /**
   * The collector of a cluster.
   *
   * @param interval between two searches for released snapshots in a region
   */
  public ReleasedSnapshotCollector(
      Observer observer, ActionExecutor actionExecutor, ClusterId cluster, Duration interval) {
    this.observer = observer;
    this.actionExecutor = actionExecutor;
    this.owner = new Owner(cluster, "Reaper");
    this.interval = interval;
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
    lastDecision.put(id, now);
    if (isDeletable(owner.cluster(), snapshot, users)) {
      delete(accountRegion, id);
    }
    return false;
  }

  private void delete(AccountRegion accountRegion, String id) {
    try {
      actionExecutor.execute(accountRegion, owner, List.of(new SnapshotAction.DeleteSnapshot(id)));
    } catch (Ec2CallException failure) {
      LOG.infof(
          "Released snapshot %s in %s is not deleted yet: %s failed (%s): %s",
          id, accountRegion, failure.action(), failure.code(), failure.getMessage());
    }
  }

  /** Whether a released snapshot carries the cluster's tags and provably no image uses it. */
  static boolean isDeletable(
      ClusterId cluster, Observation<Presence<Snapshot>> snapshot, Observation<List<Image>> users) {
    return snapshot instanceof Observation.Known<Presence<Snapshot>>(var presence, var since)
        && presence.found().filter(found -> isReleased(cluster, found)).isPresent()
        && users instanceof Observation.Known<List<Image>>(var images, var observedAt)
        && images.stream().noneMatch(Image::registered);
  }

  private static boolean isReleased(ClusterId cluster, Snapshot snapshot) {
    return cluster.value().equals(snapshot.tags().get(TagKeys.CLUSTER))
        && snapshot.tags().containsKey(TagKeys.RESOURCE)
        && snapshot.tags().containsKey(TagKeys.RELEASED);
  }
}
