package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.OwnImage;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.PendingCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The images of a region's scan. If the account has few others than the cluster's, all are listed:
 * this also tells which names are taken and which copies are in progress, for which the objects
 * would otherwise ask EC2 one after the other.
 *
 * <p>Not thread-safe: scans of a region do not overlap.
 */
final class ImageScan {
  /** As many images of others as are listed for a few calls less: about half a megabyte. */
  private static final int FEW_OTHERS = 250;

  private static final Duration RECHECK_INTERVAL = Duration.ofHours(1);

  private final RegionReads reads;
  private final TaskScheduler scheduler;
  private final LogicalClock clock;
  private volatile Instant onlyClusterUntil = Instant.MIN;

  ImageScan(RegionReads reads, TaskScheduler scheduler, LogicalClock clock) {
    this.reads = reads;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** Whether the next scan lists all images of the account, unless they have become many. */
  boolean ofAccount() {
    return !clock.now().isBefore(onlyClusterUntil);
  }

  CompletableFuture<ScannedImages> start() {
    if (!ofAccount()) {
      return ofCluster();
    }
    AccountPages pages = new AccountPages();
    return PagedListing.start(scheduler, pages)
        .thenCompose(
            images ->
                pages.complete
                    ? CompletableFuture.completedFuture(pages.scanned(images))
                    : ofCluster());
  }

  private CompletableFuture<ScannedImages> ofCluster() {
    return PagedListing.start(scheduler, reads::clusterImages)
        .thenApply(ScannedImages::onlyOfCluster);
  }

  /**
   * The pages of the account's images, up to the page with too many of others. Of these only names
   * and copies in progress are kept, since they may be as many as the cluster's.
   */
  private final class AccountPages implements Function<Optional<String>, Page<Image>> {
    private final Set<String> names = new HashSet<>();
    private final List<PendingCopy> pendingCopies = new ArrayList<>();
    private boolean complete;
    private int ofCluster;
    private int others;

    @Override
    public Page<Image> apply(Optional<String> token) {
      Page<OwnImage> page = reads.ownImages(token);
      complete = page.nextToken().isEmpty();
      page.items().forEach(image -> names.add(image.image().name()));
      page.items().forEach(image -> image.pendingCopy().ifPresent(pendingCopies::add));
      List<Image> own =
          page.items().stream().map(OwnImage::image).filter(reads::ofCluster).toList();
      ofCluster += own.size();
      others += page.items().size() - own.size();
      if (others <= Math.max(FEW_OTHERS, ofCluster)) {
        return new Page<>(own, page.nextToken());
      }
      onlyClusterUntil = clock.now().plus(RECHECK_INTERVAL);
      return new Page<>(own, Optional.empty());
    }

    ScannedImages scanned(List<Image> own) {
      return new ScannedImages(own, Optional.of(new ScannedImages.OfAccount(names, pendingCopies)));
    }
  }
}
