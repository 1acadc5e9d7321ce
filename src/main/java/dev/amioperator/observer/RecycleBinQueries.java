package dev.amioperator.observer;

import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.RecycleBinRule;
import java.util.List;
import java.util.function.BiFunction;

/** Queries about the Recycle Bin: its rules, and the account's images and snapshots in it. */
public final class RecycleBinQueries {
  /** The listings of the Recycle Bin take at most this many ids. */
  private static final int IDS_PER_CALL = 20;

  private static final QueryType<Presence<RecycleBinEntry>> IMAGE =
      type(
          "recycled image",
          (reads, ids) -> reads.ec2().imagesInRecycleBin(reads.accountRegion(), ids));

  private static final QueryType<Presence<RecycleBinEntry>> SNAPSHOT =
      type(
          "recycled snapshot",
          (reads, ids) -> reads.ec2().snapshotsInRecycleBin(reads.accountRegion(), ids));

  private static final QueryType<List<RecycleBinRule>> RULES =
      QueryType.<List<RecycleBinRule>>unbatched(
              "rules of the Recycle Bin in",
              (reads, region) -> reads.ec2().recycleBinRules(reads.accountRegion()))
          .readBy(ReadFrequency.PERMISSIONS);

  private RecycleBinQueries() {}

  /** The retention rules in force in a region: a list, and a call for each rule. */
  public static Query<List<RecycleBinRule>> rules() {
    return Query.ofRegion(RULES);
  }

  /** Whether an image is in the Recycle Bin. */
  public static Query<Presence<RecycleBinEntry>> image(String imageId) {
    return new Query<>(IMAGE, imageId);
  }

  /** Whether a snapshot is in the Recycle Bin. */
  public static Query<Presence<RecycleBinEntry>> snapshot(String snapshotId) {
    return new Query<>(SNAPSHOT, snapshotId);
  }

  private static QueryType<Presence<RecycleBinEntry>> type(
      String name, BiFunction<RegionReads, List<String>, List<RecycleBinEntry>> call) {
    return QueryType.presence(
        name,
        IDS_PER_CALL,
        (reads, ids) -> RegionReads.listExisting(ids, some -> call.apply(reads, some)),
        RecycleBinEntry::id,
        (earlier, later) -> later);
  }
}
