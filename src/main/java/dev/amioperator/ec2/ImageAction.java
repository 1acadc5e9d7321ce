package dev.amioperator.ec2;

import java.time.Instant;

/** An EC2 action on an image that exists; an unknown image fails with {@code NOT_FOUND}. */
public sealed interface ImageAction extends Ec2Action {
  /** The image that the action changes. */
  String imageId();

  @Override
  default String resource() {
    return imageId();
  }

  /** ModifyImageAttribute: changes a single attribute of the image. */
  sealed interface ModifyImageAttribute extends ImageAction {}

  /** Sets the description of an image. */
  record SetDescription(String imageId, String description) implements ModifyImageAttribute {}

  /** Adds and removes launch permissions of an image in a single call. */
  record ModifyLaunchPermissions(String imageId, LaunchPermissions add, LaunchPermissions remove)
      implements ModifyImageAttribute {}

  /** Sets imdsSupport of an image to v2.0, which EC2 cannot unset. */
  record RequireImdsV2(String imageId) implements ModifyImageAttribute {}

  /**
   * EnableImageDeprecation: sets the image's deprecation time, or moves it.
   *
   * @param deprecateAt in the future, at most ten years away; EC2 rounds it to the minute
   */
  record EnableImageDeprecation(String imageId, Instant deprecateAt) implements ImageAction {}

  /** DisableImageDeprecation: the image has no deprecation time any more. */
  record DisableImageDeprecation(String imageId) implements ImageAction {}

  /**
   * EnableImageDeregistrationProtection: makes DeregisterImage fail with {@code PROTECTED}.
   *
   * @param withCooldown whether the protection outlasts its end by 24 hours
   */
  record EnableImageDeregistrationProtection(String imageId, boolean withCooldown)
      implements ImageAction {}

  /** DisableImageDeregistrationProtection; a cooldown then lasts 24 hours. */
  record DisableImageDeregistrationProtection(String imageId) implements ImageAction {}

  /** DisableImage: the image cannot be launched, and loses every launch permission. */
  record DisableImage(String imageId) implements ImageAction {}

  /** EnableImage: makes a disabled image available; EC2 gives no launch permission back. */
  record EnableImage(String imageId) implements ImageAction {}

  /** EnableFastLaunch: sets up Windows fast launch, or changes it; takes up to an hour. */
  record EnableFastLaunch(String imageId, FastLaunch.Settings settings) implements ImageAction {}

  /** DisableFastLaunch: EC2 deletes the snapshots that it created for it. */
  record DisableFastLaunch(String imageId) implements ImageAction {}

  /**
   * DeregisterImage; the result has EC2's return code for each snapshot to delete.
   *
   * @param withSnapshots whether EC2 also deletes the snapshots that no other image uses: only if
   *     the operator owns them all
   */
  record DeregisterImage(String imageId, boolean withSnapshots) implements ImageAction {}

  /** RestoreImageFromRecycleBin: possible once the image's snapshots are restored. */
  record RestoreImageFromRecycleBin(String imageId) implements ImageAction {}
}
