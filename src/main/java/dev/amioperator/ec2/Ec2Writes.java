package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What EC2 is told. Every method may throw {@link Ec2CallException}; none waits for what it starts.
 *
 * <p>Each call names the owner it is made for, the value of its resource tag, so that what the
 * observer has seen of that owner before the call counts as stale after it.
 */
public interface Ec2Writes {
  /** CreateImage: answers the id of the pending image. Tags go onto image and snapshots. */
  String createImage(AccountRegion accountRegion, String owner, FromInstance request);

  /** RegisterImage: answers the id. Tags go onto the image only, EC2 takes no others. */
  String registerImage(AccountRegion accountRegion, String owner, FromSnapshot request);

  /** RegisterImage of a bundle: answers the id. Tags go onto the image. */
  String registerImage(AccountRegion accountRegion, String owner, FromManifest request);

  /**
   * CreateRestoreImageTask: answers the id of the pending image. Tags go onto its snapshots too.
   */
  String createRestoreImageTask(AccountRegion accountRegion, String owner, FromObject request);

  /** CopyImage, called in the destination. Tags go onto image and snapshots. */
  String copyImage(AccountRegion destination, String owner, FromImage request);

  /**
   * DeregisterImage; with {@code deleteSnapshots} those no other image uses go with it: the answer
   * says what became of each.
   */
  Map<String, DeleteSnapshotResult> deregisterImage(
      AccountRegion accountRegion, String owner, String imageId, boolean deleteSnapshots);

  /** DeleteSnapshot. One that is gone already is no failure. */
  void deleteSnapshot(AccountRegion accountRegion, String owner, String snapshotId);

  /** RestoreImageFromRecycleBin, once its snapshots are there. */
  void restoreImageFromRecycleBin(AccountRegion accountRegion, String owner, String imageId);

  /** RestoreSnapshotFromRecycleBin. One that is not in it any more is no failure. */
  void restoreSnapshotFromRecycleBin(AccountRegion accountRegion, String owner, String snapshotId);

  /** CreateTags on images and snapshots: adds or overwrites. */
  void createTags(
      AccountRegion accountRegion, String owner, List<String> ids, Map<String, String> tags);

  /** DeleteTags on images and snapshots, whatever the values. */
  void deleteTags(AccountRegion accountRegion, String owner, List<String> ids, Set<String> keys);

  /** One change of an image's attributes. */
  void changeImage(AccountRegion accountRegion, String owner, String imageId, ImageChange change);

  /**
   * ModifySnapshotAttribute, createVolumePermission: which accounts may copy the snapshot, and make
   * volumes of it.
   */
  void modifySnapshotPermissions(
      AccountRegion accountRegion,
      String owner,
      String snapshotId,
      Set<String> add,
      Set<String> remove);

  /**
   * An image of an instance.
   *
   * @param blockDevices those that shall differ from the instance's
   */
  record FromInstance(
      String name,
      String description,
      String instanceId,
      boolean noReboot,
      List<ImageBlockDevice> blockDevices,
      Map<String, String> tags) {}

  /**
   * An image of snapshots.
   *
   * @param blockDevices all devices; that of the root has a snapshot
   */
  record FromSnapshot(
      String name,
      String description,
      RegisterImageOptions options,
      List<ImageBlockDevice> blockDevices,
      Map<String, String> tags) {}

  /**
   * An instance store-backed image.
   *
   * @param location bucket and path of its manifest
   */
  record FromManifest(
      String name,
      String description,
      String location,
      String architecture,
      String virtualizationType,
      Map<String, String> tags) {}

  /** An image that was stored in S3. */
  record FromObject(String name, String bucket, String key, Map<String, String> tags) {}

  /**
   * A copy of an image.
   *
   * @param clientToken makes a repeated call answer the same image (at most 64 characters)
   */
  record FromImage(
      String name,
      String description,
      String sourceRegion,
      String sourceImageId,
      String clientToken,
      Map<String, String> tags) {}
}
