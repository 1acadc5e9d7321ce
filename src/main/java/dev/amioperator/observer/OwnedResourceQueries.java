package dev.amioperator.observer;

import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Queries about an owner's images and snapshots. */
public final class OwnedResourceQueries {
  static final QueryType<OwnedResources> BY_OWNER =
      QueryType.scannedOrFiltered(
              "resources of",
              new BatchFilters("tag:" + TagKeys.RESOURCE, RegionReads::clusterFilters),
              OwnedResourceQueries::fetch,
              (before, at) -> OwnedResources.NONE)
          .shownByScan((scan, owner) -> Optional.of(scan.of(owner)));

  private OwnedResourceQueries() {}

  /**
   * The images and snapshots with the tags of the cluster and an owner. The query keeps the
   * region's scans running.
   *
   * @param owner the value of the tag {@code amioperator.dev/resource}
   */
  public static Query<OwnedResources> byOwner(String owner) {
    return new Query<>(BY_OWNER, owner);
  }

  private static Map<String, OwnedResources> fetch(
      RegionReads reads, Map<String, List<String>> filters) {
    return OwnedResources.byOwner(
        reads.accountRegion().region(),
        reads.images(ImageFilter.ownedBySelf(filters)),
        reads.snapshots(filters));
  }
}
