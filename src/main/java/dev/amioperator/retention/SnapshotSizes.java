package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.Scope;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.ObservationSession;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the sizes of snapshots to delete, as far as EC2 has answered; no decision waits for them.
 */
final class SnapshotSizes {
  /** Ten DescribeSnapshots calls a day; what they show stays in memory. */
  private static final int MAX_SNAPSHOTS = 2000;

  private SnapshotSizes() {}

  /**
   * The size of the data of snapshots (fullSnapshotSizeInBytes), by id.
   *
   * @param notBefore older answers are read again
   */
  static Map<String, Long> of(
      List<Decision> decisions,
      Function<AccountRegion, ObservationSession> sessions,
      Instant notBefore) {
    Map<String, Long> sizes = new HashMap<>();
    int asked = 0;
    for (Decision decision : decisions) {
      for (String id : Reclaimable.snapshotIds(List.of(decision)).toList()) {
        if (asked++ < MAX_SNAPSHOTS
            && read(sessions.apply(decision.accountRegion()), id, notBefore)
                instanceof Observation.Known<Presence<Snapshot>>(var presence, var observedAt)) {
          presence.found().flatMap(Snapshot::dataBytes).ifPresent(bytes -> sizes.put(id, bytes));
        }
      }
    }
    return sizes;
  }

  private static Observation<Presence<Snapshot>> read(
      ObservationSession session, String snapshotId, Instant notBefore) {
    return session.observation(Scope.WHOLE_REGION, SnapshotQueries.byId(snapshotId), notBefore);
  }
}
