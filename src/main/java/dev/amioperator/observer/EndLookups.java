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
final class EndLookups {
  /** The listings of the Recycle Bin take at most this many ids. */
  private static final int BINNED_PER_CALL = 20;

  /** So many snapshots of one owner may have to be asked about at a time. */
  private static final int LOCKS_PER_CALL = 100;

  private final Ec2Reads reads;
  private final AccountRegion place;
  private final ClusterId cluster;

  EndLookups(Ec2Reads reads, AccountRegion accountRegion, ClusterId cluster) {
    this.reads = reads;
    this.place = accountRegion;
    this.cluster = cluster;
  }

  /** By the id of an image that may lie in the Recycle Bin. */
  Lookup<Presence<RecycleBinEntry>> binnedImages() {
    return inBin(ids -> reads.imagesInRecycleBin(place, ids));
  }

  /** By the id of a snapshot that may lie in the Recycle Bin. */
  Lookup<Presence<RecycleBinEntry>> binnedSnapshots() {
    return inBin(ids -> reads.snapshotsInRecycleBin(place, ids));
  }

  /** By snapshot id: the account's own images that are made of it. */
  Lookup<List<Image>> imagesOf() {
    return new Lookup<>(
        Lookups.FILTER_VALUES,
        ids -> {
          var own = ImageFilter.ownedBySelf(Map.of("block-device-mapping.snapshot-id", ids));
          List<Image> images = Lookups.allPages(token -> reads.images(place, own, token));
          return ids.stream()
              .collect(
                  Collectors.toMap(
                      Function.identity(),
                      id -> images.stream().filter(i -> i.snapshotIds().contains(id)).toList()));
        },
        (before, at) -> List.of());
  }

  /** By snapshot id: the lock that is in force on it. */
  Lookup<Optional<SnapshotLock>> locks() {
    return new Lookup<>(
        LOCKS_PER_CALL,
        ids ->
            orNone(ids, some -> reads.snapshotLocks(place, some)).stream()
                .collect(Collectors.toMap(SnapshotLock::snapshotId, Optional::of)),
        (before, at) -> Optional.empty());
  }

  /** One answer for the whole place: the snapshots of ours that were released. */
  Lookup<List<Snapshot>> released() {
    return Lookups.singly(
        all ->
            Lookups.allPages(
                token ->
                    reads.snapshots(
                        place,
                        Map.of(
                            "tag:" + TagKeys.CLUSTER,
                            List.of(cluster.value()),
                            "tag-key",
                            List.of(TagKeys.RELEASED)),
                        token)));
  }

  private static Lookup<Presence<RecycleBinEntry>> inBin(
      Function<List<String>, List<RecycleBinEntry>> list) {
    return new Lookup<>(
        BINNED_PER_CALL,
        ids ->
            Lookups.byKey(
                orNone(ids, list), RecycleBinEntry::id, (one, other) -> Presence.of(other)),
        Presence::missed);
  }

  /** Of several ids, one that is not there may spoil the call; of one alone, that is the answer. */
  private static <T> List<T> orNone(List<String> ids, Function<List<String>, List<T>> list) {
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
