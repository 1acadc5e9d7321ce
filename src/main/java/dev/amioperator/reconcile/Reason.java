package dev.amioperator.reconcile;

/** Condition and event reasons of all kinds, documented in docs/reference/conditions.md. */
public enum Reason {
  /** EC2 matches the spec. */
  Available,
  /** EC2 matches the spec; its lookup or SSM parameter now resolves to another image. */
  NewerAvailable,
  /** The AwsAccount's credentials work and its account id is known. */
  AccountReachable,
  /** A retention plan was evaluated, and none of its retirements is blocked. */
  Planned,
  /** Images that no rule keeps wait for the approval of a plan. */
  AwaitingApproval,

  /** A retention plan leaves no image of an architecture in a region; an event only. */
  ArchitectureLost,

  /** EC2 is being queried. */
  Observing,
  /** A change was sent to EC2 and is not observed yet. */
  Progressing,
  /** The image is being created: its EC2 state is pending. */
  ImagePending,
  /** A build instance is being launched, is running, or is being terminated. */
  Building,
  /** The image was deregistered outside the operator and is being restored from the Recycle Bin. */
  Restoring,
  /** The image was restored from the Recycle Bin; an event only. */
  Restored,
  /** Copies of the image are in progress. */
  Copying,
  /** Two destinations of an AmiCopy are the same account and region. */
  DuplicateDestination,
  /** The source image or snapshot is not available yet. */
  SourceNotReady,
  /** A retention policy deprecated an image; an event only. */
  ImageDeprecated,
  /** A retention policy disabled an image; an event only. */
  DisabledByPolicy,
  /** A retention policy undid the steps that it had taken with an image; an event only. */
  RetirementUndone,
  /** A retention policy deregistered an image; an event only. */
  ImageDeregistered,
  /** A retention policy deleted a snapshot that no image used; an event only. */
  SnapshotDeleted,
  /** Images are being deregistered by a retention policy. */
  Retiring,
  /** The object is being deleted, and EC2 resources of it remain. */
  Deleting,
  /** The object was deleted with deletionPolicy Release, and its images stay; an event only. */
  Released,

  /** Deletion waits: the image is in use, or its non-use is unproven. */
  InUse,
  /** Deletion waits: deregistration protection is enabled, or its cooldown lasts. */
  Protected,
  /** The AwsAccount is missing, not ready, or has another account id than before. */
  AccountNotReady,
  /** spec.suspend is true. */
  Suspended,
  /** EC2 limits the rate of calls. */
  Throttled,
  /** A quota of the account is reached. */
  QuotaExceeded,
  /** Deletion waits: the operator's clock differs from AWS's, or was not compared yet. */
  ClockSkew,
  /** EC2 did not answer, or failed; the call is retried. */
  Unreachable,

  /** An AWS resource that the spec names does not exist. */
  SourceNotFound,
  /** The image that the object represented no longer exists. */
  ImageGone,
  /** EC2 could not create the image. */
  ImageFailed,
  /** The build instance did not complete; it is terminated. */
  BuildFailed,
  /** The image exists but is disabled, so that it cannot be launched. */
  ImageDisabled,
  /** An image of that name exists and does not belong to this object. */
  NameTaken,
  /** Images of this object exist that were created from another source. */
  SourceMismatch,
  /** spec.allow of the AwsAccount does not permit it. */
  NotAllowed,
  /** The image cannot be shared: its KMS key, its volumes or the account prevent it. */
  CannotShare,
  /** The KMS key that copies are to be encrypted with cannot be used. */
  KeyUnusable,
  /** A copy is not encrypted as the spec demands, which EC2 cannot change. */
  EncryptionMismatch,
  /** Windows fast launch is unsupported for the image, or EC2 failed to change it. */
  FastLaunchFailed,
  /** A retention policy does not disable an image whose launch permissions it cannot record. */
  PermissionsNotRecorded,
  /** A retention policy enabled an image, and cannot read the record of its launch permissions. */
  PermissionsNotRestored,
  /** The record of the launch permissions of an image that was disabled is missing or altered. */
  PermissionsLost,
  /** The approval of a retention plan expired. */
  ApprovalExpired,
  /** The approved retention plan is not stored. */
  PlanNotFound,
  /** The stored retention plan has another hash than the approved one. */
  PlanAltered,
  /** The image belongs to another owner or account. */
  NotOwned,
  /** The credentials lack a permission. */
  Denied,
  /** A service control policy of the AWS organization denies the call. */
  DeniedByOrganization,
  /** EC2 refused the call for good. */
  Rejected
}
