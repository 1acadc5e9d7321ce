package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Scope;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.retention.OrphanedSnapshots.Orphan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Lists the snapshots of an account, to find those without an image. A region whose snapshots
 * cannot be listed is left out: nothing is decided by them.
 */
record OrphanedSnapshotReads(
    Function<AccountRegion, ObservationSession> sessions, Instant notBefore) {
  /** Starts the listings, so that they take no longer than the reads of images. */
  void request(Collection<AccountRegion> regions) {
    regions.forEach(this::observe);
  }

  /**
   * The orphans of the regions whose images were listed.
   *
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while EC2 is
   *     queried
   */
  List<Orphan> find(OrphanedSnapshots rules, Map<AccountRegion, List<Image>> inventory) {
    List<Orphan> orphans = new ArrayList<>();
    inventory.forEach(
        (region, images) -> {
          Observation<List<Snapshot>> listed = observe(region);
          if (!(listed instanceof Observation.Failed)) {
            orphans.addAll(rules.find(region, images, sessions.apply(region).value(listed)));
          }
        });
    orphans.sort(
        Comparator.comparing((Orphan orphan) -> orphan.accountRegion().region())
            .thenComparing(orphan -> orphan.snapshot().id()));
    return orphans;
  }

  private Observation<List<Snapshot>> observe(AccountRegion region) {
    return sessions
        .apply(region)
        .observation(Scope.WHOLE_REGION, SnapshotQueries.inAccount(), notBefore);
  }
}
