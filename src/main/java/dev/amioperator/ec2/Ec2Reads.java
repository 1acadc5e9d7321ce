package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What EC2 is asked. Only observers and usage look-ups hold this: reconcilers ask those.
 *
 * <p>Every method may throw {@link Ec2CallException}.
 */
public interface Ec2Reads {
  /** One page of DescribeImages; pass the token of the page before, or empty. */
  Page<Image> images(AccountRegion accountRegion, ImageFilter query, Optional<String> token);

  /** One page of the available images that a search finds; disabled ones are left out. */
  Page<ImageSummary> searchImages(
      AccountRegion accountRegion, ImageSearch search, Optional<String> token);

  /** One page of DescribeSnapshots of the account's own snapshots. */
  Page<Snapshot> snapshots(
      AccountRegion accountRegion, Map<String, List<String>> filters, Optional<String> token);

  /** DescribeImageAttribute, launchPermission: of one image, EC2 has no batch. */
  LaunchPermissions launchPermissions(AccountRegion accountRegion, String imageId);

  /** DescribeSnapshotAttribute, createVolumePermission: the accounts that may copy it. */
  Set<String> snapshotPermissions(AccountRegion accountRegion, String snapshotId);

  /** GetImageBlockPublicAccessState: whether no image of the account can be made public. */
  boolean publicSharingBlocked(AccountRegion accountRegion);

  /** KMS DescribeKey: whether AWS manages the key, so that it cannot be shared. */
  boolean awsManagedKey(AccountRegion accountRegion, String keyArn);

  /** KMS GetKeyPolicy: the document. */
  String keyPolicy(AccountRegion accountRegion, String keyArn);

  /** KMS ListGrants, all pages. */
  List<KmsKeyAccess.Grant> keyGrants(AccountRegion accountRegion, String keyArn);

  /** All pages of DescribeFastLaunchImages for these images, by id; what is off is missing. */
  Map<String, FastLaunch> fastLaunches(AccountRegion accountRegion, List<String> imageIds);

  /** ListImagesInRecycleBin, of at most twenty ids. NOT_FOUND may mean that one is not in it. */
  List<RecycleBinEntry> imagesInRecycleBin(AccountRegion accountRegion, List<String> imageIds);

  /** ListSnapshotsInRecycleBin, of at most twenty ids. NOT_FOUND may mean that one is not in it. */
  List<RecycleBinEntry> snapshotsInRecycleBin(
      AccountRegion accountRegion, List<String> snapshotIds);

  /**
   * DescribeLockedSnapshots: the locks in force on some of these snapshots. NOT_FOUND may mean that
   * one of them is gone.
   */
  List<SnapshotLock> snapshotLocks(AccountRegion accountRegion, List<String> snapshotIds);

  /** All pages of DescribeImageReferences for at most ten images. */
  List<ImageReference> imageReferences(AccountRegion accountRegion, List<String> imageIds);
}
