package dev.amioperator.observer;

import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Queries about the account's own snapshots. */
public final class SnapshotQueries {
  /** Snapshots in a DescribeLockedSnapshots call: more than most owners have. */
  private static final int LOCKS_PER_CALL = 100;

  private static final QueryType<Presence<Snapshot>> BY_ID =
      QueryType.presence(
              "snapshot",
              BatchFilters.on("snapshot-id"),
              RegionReads::snapshots,
              Snapshot::id,
              (earlier, later) -> later)
          .shownByScan(
              (scan, id) -> Optional.ofNullable(scan.snapshotsById().get(id)).map(Presence::of));

  private static final QueryType<Optional<SnapshotLock>> LOCK =
      QueryType.batched(
          "lock of",
          LOCKS_PER_CALL,
          (reads, ids) ->
              RegionReads.listExisting(
                      ids, some -> reads.ec2().snapshotLocks(reads.accountRegion(), some))
                  .stream()
                  .collect(Collectors.toMap(SnapshotLock::snapshotId, Optional::of)),
          (before, at) -> Optional.empty());

  private static final QueryType<Set<String>> CREATE_VOLUME_PERMISSIONS =
      QueryType.unbatched(
              "create volume permissions of",
              (reads, id) -> reads.ec2().snapshotPermissions(reads.accountRegion(), id))
          .readBy(ReadFrequency.PERMISSIONS);

  private static final QueryType<Boolean> PUBLIC_SHARING_BLOCKED =
      QueryType.unbatched(
          "block public access for snapshots in",
          (reads, region) -> reads.ec2().publicSnapshotSharingBlocked(reads.accountRegion()));

  private static final QueryType<List<Snapshot>> RELEASED =
      QueryType.<List<Snapshot>>unbatched(
              "released snapshots in",
              (reads, region) -> reads.snapshots(reads.clusterFilters("tag-key", TagKeys.RELEASED)))
          .shownByScan((scan, region) -> Optional.of(scan.releasedSnapshots()));

  private static final QueryType<List<Snapshot>> IN_ACCOUNT =
      QueryType.largeListing(
          "snapshots of the account in",
          (reads, token) ->
              SnapshotPage.of(reads.ec2().snapshots(reads.accountRegion(), Map.of(), token)),
          Snapshot::id);

  private SnapshotQueries() {}

  /**
   * The account's snapshots in a region that EC2 created for an image, by their description, or
   * that have ownership tags; without other descriptions; all pages, for retention only.
   */
  public static Query<List<Snapshot>> inAccount() {
    return Query.ofRegion(IN_ACCOUNT);
  }

  /** A snapshot of the account by id. */
  public static Query<Presence<Snapshot>> byId(String snapshotId) {
    return new Query<>(BY_ID, snapshotId);
  }

  /** The lock in force that keeps a snapshot from being deleted. */
  public static Query<Optional<SnapshotLock>> lock(String snapshotId) {
    return new Query<>(LOCK, snapshotId);
  }

  /** The accounts, or everyone, that may copy a snapshot: an EC2 call for each snapshot. */
  public static Query<Set<String>> createVolumePermissions(String snapshotId) {
    return new Query<>(CREATE_VOLUME_PERMISSIONS, snapshotId);
  }

  /** Whether the account blocks making snapshots public in the region. */
  public static Query<Boolean> publicSharingBlocked() {
    return Query.ofRegion(PUBLIC_SHARING_BLOCKED);
  }

  /** The snapshots of the cluster with the tag {@link TagKeys#RELEASED}, copied tags included. */
  public static Query<List<Snapshot>> released() {
    return Query.ofRegion(RELEASED);
  }
}
