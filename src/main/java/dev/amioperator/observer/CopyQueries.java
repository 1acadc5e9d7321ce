package dev.amioperator.observer;

import dev.amioperator.ec2.OwnImage;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.PendingCopy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Queries about image copies in progress. */
public final class CopyQueries {
  private static final Map<String, List<String>> PENDING = Map.of("state", List.of("pending"));

  private static final QueryType<List<PendingCopy>> PENDING_COPIES =
      QueryType.<PendingCopy>scannedOrListing(
              "image copies in progress in", CopyQueries::fetchPendingCopies)
          .shownByScan((scan, region) -> scan.pendingCopies());

  private CopyQueries() {}

  /** The image copies in progress in a region, whoever made them. */
  public static Query<List<PendingCopy>> pendingCopies() {
    return Query.ofRegion(PENDING_COPIES);
  }

  private static Page<PendingCopy> fetchPendingCopies(RegionReads reads, Optional<String> token) {
    Page<OwnImage> page = reads.ec2().ownImages(reads.accountRegion(), PENDING, token);
    return new Page<>(
        page.items().stream().flatMap(image -> image.pendingCopy().stream()).toList(),
        page.nextToken());
  }
}
