package dev.amioperator.reconcile;

/** The closed list of condition reasons, all kinds; documented in docs/reference/conditions.md. */
public enum Reason {
  /** EC2 matches the spec. */
  Available,
  /** EC2 matches the spec, and a lookup or an SSM parameter finds another image by now. */
  NewerAvailable,
  /** The AwsAccount's credentials work and its account id is known. */
  AccountReachable,
  /** A retention plan was made, and nothing of it waits. */
  Planned,

  /** EC2 is being asked. */
  Observing,
  /** A change was sent to EC2 and is not seen done yet. */
  Progressing,
  /** The image is being made: EC2's state is pending. */
  ImagePending,
  /** An instance is being launched, customises itself, or is being terminated. */
  Building,
  /** The image was deregistered by others, and is being brought back from the Recycle Bin. */
  Restoring,
  /** It is back; told as an event only. */
  Restored,
  /** Copies are under way. */
  Copying,
  /** What it is made from is not available yet. */
  SourceNotReady,
  /** Images are being deregistered by a retention policy. */
  Retiring,
  /** The object is being deleted, and EC2 is not clean yet. */
  Deleting,

  /** Deletion waits: something still uses the image, or that is not known. */
  InUse,
  /** Deletion waits: the image is protected against deregistration, or its cooldown still lasts. */
  Protected,
  /** The AwsAccount is missing, not ready, or another one than before. */
  AccountNotReady,
  /** spec.suspend is true. */
  Suspended,
  /** EC2 asks for fewer calls. */
  Throttled,
  /** A quota of the account is reached. */
  QuotaExceeded,
  /** EC2 did not answer, or failed; tried again. */
  Unreachable,

  /** What the spec names does not exist. */
  SourceNotFound,
  /** The image that the object stood for is gone. */
  ImageGone,
  /** EC2 could not make the image. */
  ImageFailed,
  /** The instance that was to make the image did not get there; it is terminated. */
  BuildFailed,
  /** The image is there and disabled, so that nobody can launch it. */
  ImageDisabled,
  /** An image of that name is there and is not this object's. */
  NameTaken,
  /** Images of this object's exist that were made from another source. */
  SourceMismatch,
  /** The AwsAccount's allow does not allow it. */
  NotAllowed,
  /**
   * The image cannot be shared as asked for: its key, its volumes or the account are against it.
   */
  CannotShare,
  /** Windows fast launch cannot be had for the image, or EC2 failed at it. */
  FastLaunchFailed,
  /** The image belongs to another owner or account. */
  NotOwned,
  /** The credentials lack a permission. */
  Denied,
  /** EC2 refused the call for good. */
  Rejected
}
