package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The questions about what was deleted in one place, and what keeps snapshots from it. */
final class RecycleBinQueries {
  /** The listings of the Recycle Bin take at most this many ids. */
  private static final int RECYCLE_BIN_IDS_PER_CALL = 20;

  /** So many snapshots of one owner may have to be asked about at a time. */
  private static final int LOCKS_PER_CALL = 100;

  private final Ec2Reads reads;
  private final AccountRegion accountRegion;
  private final ClusterId cluster;

  RecycleBinQueries(Ec2Reads reads, AccountRegion accountRegion, ClusterId cluster) {
    this.reads = reads;
    this.accountRegion = accountRegion;
    this.cluster = cluster;
  }

  /** By the id of an image that may lie in the Recycle Bin. */
  QueryType<Presence<RecycleBinEntry>> imagesInRecycleBin() {
    return recycleBinQuery(ids -> reads.imagesInRecycleBin(accountRegion, ids));
  }

  /** By the id of a snapshot that may lie in the Recycle Bin. */
  QueryType<Presence<RecycleBinEntry>> snapshotsInRecycleBin() {
    return recycleBinQuery(ids -> reads.snapshotsInRecycleBin(accountRegion, ids));
  }

  /** By snapshot id: the account's own images that are made of it. */
  QueryType<List<Image>> imagesUsingSnapshot() {
    return new QueryType<>(
        ImageQueries.FILTER_VALUES,
        ids -> {
          var own = ImageFilter.ownedBySelf(Map.of("block-device-mapping.snapshot-id", ids));
          List<Image> images =
              ImageQueries.allPages(token -> reads.images(accountRegion, own, token));
          return ids.stream()
              .collect(
                  Collectors.toMap(
                      Function.identity(),
                      id -> images.stream().filter(i -> i.snapshotIds().contains(id)).toList()));
        },
        (before, at) -> List.of());
  }

  /** By snapshot id: the lock that is in force on it. */
  QueryType<Optional<SnapshotLock>> snapshotLocks() {
    return new QueryType<>(
        LOCKS_PER_CALL,
        ids ->
            emptyIfNotFound(ids, some -> reads.snapshotLocks(accountRegion, some)).stream()
                .collect(Collectors.toMap(SnapshotLock::snapshotId, Optional::of)),
        (before, at) -> Optional.empty());
  }

  /** One answer for the whole place: the snapshots of ours that were released. */
  QueryType<List<Snapshot>> releasedSnapshots() {
    return ImageQueries.unbatched(
        all ->
            ImageQueries.allPages(
                token ->
                    reads.snapshots(
                        accountRegion,
                        Map.of(
                            "tag:" + TagKeys.CLUSTER,
                            List.of(cluster.value()),
                            "tag-key",
                            List.of(TagKeys.RELEASED)),
                        token)));
  }

  private static QueryType<Presence<RecycleBinEntry>> recycleBinQuery(
      Function<List<String>, List<RecycleBinEntry>> list) {
    return new QueryType<>(
        RECYCLE_BIN_IDS_PER_CALL,
        ids ->
            ImageQueries.byKey(
                emptyIfNotFound(ids, list),
                RecycleBinEntry::id,
                (one, other) -> Presence.of(other)),
        Presence::missed);
  }

  /** Of several ids, one that is not there may spoil the call; of one alone, that is the answer. */
  private static <T> List<T> emptyIfNotFound(
      List<String> ids, Function<List<String>, List<T>> list) {
    try {
      return list.apply(ids);
    } catch (Ec2CallException failure) {
      if (failure.errorClass() == Ec2CallException.ErrorClass.NOT_FOUND && ids.size() == 1) {
        return List.of();
      }
      throw failure;
    }
  }
}
