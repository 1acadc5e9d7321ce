package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What EC2 is asked. Only observers and usage look-ups hold this: reconcilers ask those.
 *
 * <p>Every method may throw {@link Ec2Failure}.
 */
public interface Ec2Reads {
  /** One page of DescribeImages; pass the token of the page before, or empty. */
  Page<Image> images(Place place, ImageQuery query, Optional<String> token);

  /** One page of the available images that a search finds; disabled ones are left out. */
  Page<Candidate> search(Place place, ImageSearch search, Optional<String> token);

  /** One page of DescribeSnapshots of the account's own snapshots. */
  Page<Snapshot> snapshots(Place place, Map<String, List<String>> filters, Optional<String> token);

  /** DescribeImageAttribute, launchPermission: of one image, EC2 has no batch. */
  LaunchPermissions launchPermissions(Place place, String imageId);

  /** DescribeSnapshotAttribute, createVolumePermission: the accounts that may copy it. */
  Set<String> snapshotPermissions(Place place, String snapshotId);

  /** GetImageBlockPublicAccessState: whether no image of the account can be made public. */
  boolean publicSharingBlocked(Place place);

  /** KMS DescribeKey: whether AWS manages the key, so that it cannot be shared. */
  boolean awsManagedKey(Place place, String keyArn);

  /** KMS GetKeyPolicy: the document. */
  String keyPolicy(Place place, String keyArn);

  /** KMS ListGrants, all pages. */
  List<KeyAccess.Grant> keyGrants(Place place, String keyArn);

  /** All pages of DescribeFastLaunchImages for these images, by id; what is off is missing. */
  Map<String, FastLaunch> fastLaunches(Place place, List<String> imageIds);

  /** ListImagesInRecycleBin, of at most twenty ids. NOT_FOUND may mean that one is not in it. */
  List<Binned> binnedImages(Place place, List<String> imageIds);

  /** ListSnapshotsInRecycleBin, of at most twenty ids. NOT_FOUND may mean that one is not in it. */
  List<Binned> binnedSnapshots(Place place, List<String> snapshotIds);

  /**
   * DescribeLockedSnapshots: the locks in force on some of these snapshots. NOT_FOUND may mean that
   * one of them is gone.
   */
  List<SnapshotLock> locks(Place place, List<String> snapshotIds);

  /** All pages of DescribeImageReferences for at most ten images. */
  List<ImageReference> references(Place place, List<String> imageIds);
}
