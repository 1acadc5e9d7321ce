package dev.amioperator.ec2;

import java.time.Instant;

/** One change of an image's attributes: each is one call, and safe to repeat. */
public sealed interface ImageChange {
  /** ModifyImageAttribute, description. */
  record SetDescription(String description) implements ImageChange {}

  /** ModifyImageAttribute, launchPermission: one add and one remove. */
  record ModifyLaunchPermissions(LaunchPermissions add, LaunchPermissions remove)
      implements ImageChange {}

  /**
   * EnableImageDeprecation.
   *
   * @param deprecateAt in the future, at most ten years away; EC2 rounds it to the minute
   */
  record EnableDeprecation(Instant deprecateAt) implements ImageChange {}

  /** EnableImageDeregistrationProtection; with cooldown it outlasts its end by 24 hours. */
  record EnableDeregistrationProtection(boolean withCooldown) implements ImageChange {}

  /** DisableImageDeregistrationProtection. */
  record DisableDeregistrationProtection() implements ImageChange {}

  /** DisableImage: nobody can launch it, and it loses every launch permission. */
  record DisableImage() implements ImageChange {}

  /** EnableImage: EC2 gives no launch permission back. */
  record EnableImage() implements ImageChange {}

  /** ModifyImageAttribute, imdsSupport v2.0: for good, EC2 cannot unset it. */
  record RequireImdsV2() implements ImageChange {}

  /** EnableFastLaunch: under way for up to an hour; also to change its settings. */
  record EnableFastLaunch(FastLaunch.Settings settings) implements ImageChange {}

  /** DisableFastLaunch: EC2 deletes the snapshots that it made for it. */
  record DisableFastLaunch() implements ImageChange {}
}
