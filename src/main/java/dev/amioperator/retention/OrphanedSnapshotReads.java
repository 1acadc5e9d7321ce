package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Scope;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.ObservationSession;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Lists the snapshots of an account, to find those without an image. A region whose snapshots
 * cannot be listed is left out: nothing is decided about them.
 */
record OrphanedSnapshotReads(
    Function<AccountRegion, ObservationSession> sessions, Instant notBefore) {
  /** Starts the listings, so that they take no longer than the reads of images. */
  void request(Collection<AccountRegion> regions) {
    regions.forEach(this::observe);
  }

  /**
   * The snapshots of the regions whose images were listed.
   *
   * @param byRegion with the time at which they were listed
   * @param failures of the regions whose snapshots cannot be listed
   */
  record Listing(
      Map<AccountRegion, Observation.Known<List<Snapshot>>> byRegion,
      Map<AccountRegion, Ec2CallException> failures) {}

  /**
   * The snapshots that an image may have left behind.
   *
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while EC2 is
   *     queried
   */
  Listing list(Collection<AccountRegion> regions) {
    Map<AccountRegion, Observation.Known<List<Snapshot>>> byRegion = new HashMap<>();
    Map<AccountRegion, Ec2CallException> failures = new HashMap<>();
    for (AccountRegion region : regions) {
      Observation<List<Snapshot>> listed = observe(region);
      if (listed instanceof Observation.Failed<List<Snapshot>>(var failure, var retryAt)) {
        failures.put(region, failure);
      } else {
        byRegion.put(region, sessions.apply(region).known(listed));
      }
    }
    return new Listing(byRegion, failures);
  }

  private Observation<List<Snapshot>> observe(AccountRegion region) {
    return sessions
        .apply(region)
        .observation(Scope.WHOLE_REGION, SnapshotQueries.inAccount(), notBefore);
  }
}
