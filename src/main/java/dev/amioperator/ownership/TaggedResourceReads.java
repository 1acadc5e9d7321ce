package dev.amioperator.ownership;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.ImageUsageReport;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads of EC2 resources with their tags, right before an action. Each throws {@link
 * dev.amioperator.ec2.Ec2CallException} when EC2 does not answer.
 */
final class TaggedResourceReads {
  /** The actions of a plan follow each other within seconds, and share a read of their image. */
  private static final Duration RECENT = Duration.ofSeconds(5);

  private final Ec2Reads reads;
  private final BuildInstanceReads instanceReads;
  private final InstantSource clock;
  private final ReadBatcher<Image> imageReads;
  private final ReadBatcher<Snapshot> snapshotReads;
  private final Map<Key, RecentRead> recentImages = new ConcurrentHashMap<>();

  TaggedResourceReads(
      Ec2Reads reads, BuildInstanceReads instanceReads, InstantSource clock, Duration window) {
    this.reads = reads;
    this.instanceReads = instanceReads;
    this.clock = clock;
    this.imageReads =
        new ReadBatcher<>(
            window, (accountRegion, ids) -> images(reads, accountRegion, ids), Image::id);
    this.snapshotReads =
        new ReadBatcher<>(
            window, (accountRegion, ids) -> snapshots(reads, accountRegion, ids), Snapshot::id);
  }

  /** Several AwsAccounts can represent an account, so that its id counts. */
  private record Key(String accountId, String region, String imageId) {
    static Key of(AccountRegion accountRegion, String imageId) {
      return new Key(accountRegion.accountId(), accountRegion.region(), imageId);
    }
  }

  /**
   * A read of an image.
   *
   * @param image empty if its tags changed: what was read up to then is outdated
   */
  private record RecentRead(Optional<Image> image, Instant requestedAt) {
    RecentRead orLater(RecentRead other) {
      boolean forgotten = image.isEmpty() && !other.requestedAt.isAfter(requestedAt);
      return forgotten ? this : other;
    }
  }

  /** The account's own registered image by a read that is at most five seconds old. */
  Optional<Image> recentImage(AccountRegion accountRegion, String id) {
    return Optional.ofNullable(recentImages.get(Key.of(accountRegion, id)))
        .filter(recent -> !isOutdated(recent))
        .flatMap(RecentRead::image)
        .or(() -> images(accountRegion, List.of(id)).stream().findFirst());
  }

  private boolean isOutdated(RecentRead recent) {
    return Duration.between(recent.requestedAt, clock.instant()).abs().compareTo(RECENT) > 0;
  }

  /** The account's own registered images with these ids. */
  List<Image> images(AccountRegion accountRegion, Collection<String> ids) {
    Instant requestedAt = clock.instant();
    List<Image> images =
        imageReads.read(accountRegion, ids).stream().filter(Image::registered).toList();
    recentImages.values().removeIf(this::isOutdated);
    images.forEach(
        image ->
            recentImages.merge(
                Key.of(accountRegion, image.id()),
                new RecentRead(Optional.of(image), requestedAt),
                RecentRead::orLater));
    return images;
  }

  private static List<Image> images(Ec2Reads reads, AccountRegion accountRegion, List<String> ids) {
    ImageFilter filter = ImageFilter.ownedBySelf(Map.of("image-id", ids));
    return Page.all(token -> reads.images(accountRegion, filter, token));
  }

  /** The account's own snapshots with these ids. */
  List<Snapshot> snapshots(AccountRegion accountRegion, Collection<String> ids) {
    return snapshotReads.read(accountRegion, ids);
  }

  private static List<Snapshot> snapshots(
      Ec2Reads reads, AccountRegion accountRegion, List<String> ids) {
    return Page.all(token -> reads.snapshots(accountRegion, Map.of("snapshot-id", ids), token));
  }

  Optional<BuildInstance> instance(AccountRegion accountRegion, String id) {
    return instances(accountRegion, "instance-id", id).stream().findFirst();
  }

  /** The instances that a Spot request launched. */
  List<BuildInstance> instancesOfSpotRequest(AccountRegion accountRegion, String requestId) {
    return instances(accountRegion, "spot-instance-request-id", requestId);
  }

  /** A grant on a KMS key of the account. */
  Optional<KmsKeyAccess.Grant> grant(AccountRegion accountRegion, String keyArn, String grantId) {
    return reads.keyGrants(accountRegion, keyArn).stream()
        .filter(grant -> grant.id().equals(grantId))
        .findFirst();
  }

  Optional<ImageUsageReport> usageReport(AccountRegion accountRegion, String reportId) {
    return reads.usageReports().byId(accountRegion, reportId);
  }

  private List<BuildInstance> instances(AccountRegion accountRegion, String filter, String value) {
    return Page.all(
        token ->
            instanceReads.buildInstances(accountRegion, Map.of(filter, List.of(value)), token));
  }

  /** Forgets what was read of images whose tags changed, and what is being read of them. */
  void forget(AccountRegion accountRegion, Collection<String> ids) {
    RecentRead changed = new RecentRead(Optional.empty(), clock.instant());
    ids.forEach(id -> recentImages.put(Key.of(accountRegion, id), changed));
  }
}
