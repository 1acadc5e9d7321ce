package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Uncached EC2 and KMS reads, for the observer, usage sources and the check of ownership only.
 *
 * <p>Each may throw {@link Ec2CallException}.
 */
public interface Ec2Reads {
  /** EC2 takes this many filter values in a call, over all filters (FilterLimitExceeded). */
  int FILTER_VALUES_PER_CALL = 200;

  /** A page of DescribeImages; pass the token of the page before, or empty. */
  Page<Image> images(AccountRegion region, ImageFilter filter, Optional<String> token);

  /** A page of DescribeImages, of the account's own images, which tells copies from others. */
  Page<OwnImage> ownImages(
      AccountRegion region, Map<String, List<String>> filters, Optional<String> token);

  /** A page of the available images that match a search; disabled images are left out. */
  Page<ImageSummary> searchImages(AccountRegion region, ImageSearch search, Optional<String> token);

  /** A page of DescribeSnapshots, of the account's own snapshots. */
  Page<Snapshot> snapshots(
      AccountRegion region, Map<String, List<String>> filters, Optional<String> token);

  /** DescribeImageAttribute, launchPermission: a call for each image. */
  LaunchPermissions launchPermissions(AccountRegion region, String imageId);

  /**
   * DescribeSnapshotAttribute, createVolumePermission: the accounts that may copy it, or {@link
   * SnapshotAction#EVERYONE}.
   */
  Set<String> snapshotPermissions(AccountRegion region, String snapshotId);

  /** GetImageBlockPublicAccessState: whether no image of the account can become public. */
  boolean publicSharingBlocked(AccountRegion region);

  /** GetSnapshotBlockPublicAccessState: whether no snapshot of the account can become public. */
  boolean publicSnapshotSharingBlocked(AccountRegion region);

  /** GetEbsEncryptionByDefault and GetEbsDefaultKmsKeyId. */
  EbsEncryptionDefaults ebsEncryptionDefaults(AccountRegion region);

  /** GetAllowedImagesSettings: whether EC2 hides images of others that no criterion allows. */
  boolean allowedImagesEnabled(AccountRegion region);

  /** DescribeRegions with AllRegions: enabled for the account or not. */
  List<AwsRegion> regions(AccountRegion region);

  /** KMS DescribeKey: the key that an id, an ARN or an alias names; NOT_FOUND if there is none. */
  KmsKey kmsKey(AccountRegion region, String keyId);

  /** KMS GetKeyPolicy: the policy document. */
  String keyPolicy(AccountRegion region, String keyArn);

  /** KMS ListGrants, all pages. */
  List<KmsKeyAccess.Grant> keyGrants(AccountRegion region, String keyArn);

  /** All pages of DescribeFastLaunchImages, by image id; images with it off are missing. */
  Map<String, FastLaunch> fastLaunches(AccountRegion region, List<String> imageIds);

  /** ListImagesInRecycleBin, at most twenty ids; NOT_FOUND if EC2 misses any of them. */
  List<RecycleBinEntry> imagesInRecycleBin(AccountRegion region, List<String> imageIds);

  /** ListSnapshotsInRecycleBin, at most twenty ids; NOT_FOUND if EC2 misses any of them. */
  List<RecycleBinEntry> snapshotsInRecycleBin(AccountRegion region, List<String> snapshotIds);

  /** ListRules and GetRule of the Recycle Bin: the rules in force for images and snapshots. */
  List<RecycleBinRule> recycleBinRules(AccountRegion region);

  /** DescribeLockedSnapshots: the locks in force; NOT_FOUND if EC2 misses any snapshot. */
  List<SnapshotLock> snapshotLocks(AccountRegion region, List<String> snapshotIds);

  /** All pages of DescribeImageReferences for at most ten images. */
  List<ImageReference> imageReferences(AccountRegion region, List<String> imageIds);

  /** A page of the resources of a type in a region that name images or snapshots, with these. */
  Page<ImageReference> resourcesWithImages(
      AccountRegion region, ListedResourceType type, Optional<String> token);

  /** Reads of the reports about the use of images in other accounts. */
  UsageReportReads usageReports();

  /**
   * Reads each type of resource that DescribeImageReferences finds, in EC2, SSM and Image Builder.
   * The first that the credentials may not read fails the call with DENIED.
   */
  void readReferenceTypes(AccountRegion region);
}
