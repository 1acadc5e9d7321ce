package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An EC2 action that creates an image, pending at first; the result has its id.
 *
 * <p>A name of another image in the account and region fails with {@code ALREADY_EXISTS}.
 */
public sealed interface ImageCreationAction extends Ec2Action {
  /** The name of the new image. */
  String name();

  @Override
  default String resource() {
    return "image \"%s\"".formatted(name());
  }

  /**
   * CreateImage: creates an image of an instance. Tags apply to the image and its snapshots.
   *
   * @param blockDevices those that differ from the instance's
   */
  record CreateImage(
      String name,
      String description,
      String instanceId,
      boolean noReboot,
      List<ImageBlockDevice> blockDevices,
      Map<String, String> tags)
      implements ImageCreationAction {}

  /**
   * RegisterImage: creates an image of snapshots. EC2 takes tags for the image only.
   *
   * @param blockDevices all devices; that of the root has a snapshot
   */
  record RegisterImageFromSnapshot(
      String name,
      String description,
      RegisterImageOptions options,
      List<ImageBlockDevice> blockDevices,
      Map<String, String> tags)
      implements ImageCreationAction {}

  /**
   * RegisterImage: creates an instance store-backed image of a bundle in S3. Tags apply to the
   * image.
   *
   * @param location bucket and path of its manifest
   */
  record RegisterImageFromManifest(
      String name,
      String description,
      String location,
      String architecture,
      String virtualizationType,
      Map<String, String> tags)
      implements ImageCreationAction {}

  /**
   * CreateRestoreImageTask: restores an image that was stored in S3. Tags apply to the image and
   * its snapshots.
   */
  record CreateRestoreImageTask(String name, String bucket, String key, Map<String, String> tags)
      implements ImageCreationAction {}

  /**
   * CopyImage, called in the destination region. Tags apply to the image and its snapshots.
   *
   * @param clientToken makes a repeated call return the same image (at most 64 characters)
   * @param encryption empty to leave it to the source and to the account's default
   * @param completionDurationMinutes for a time-based copy: 15 to 2,880, in steps of 15
   */
  record CopyImage(
      String name,
      String description,
      String sourceRegion,
      String sourceImageId,
      String clientToken,
      Optional<SnapshotEncryption> encryption,
      Optional<Integer> completionDurationMinutes,
      Map<String, String> tags)
      implements ImageCreationAction {}
}
