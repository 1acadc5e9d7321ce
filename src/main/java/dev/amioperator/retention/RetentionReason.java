package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionReason.Group.BLOCKED;
import static dev.amioperator.retention.RetentionReason.Group.KEPT;
import static dev.amioperator.retention.RetentionReason.Group.RETIRE;

/**
 * The reason for the decision about an image, as shown in {@code status.plan}, in the order of
 * evaluation. Documented in docs/reference/retention.md.
 */
enum RetentionReason {
  /** An AmiImage or AmiCopy, of this cluster or another, represents it. */
  Declared(KEPT, TagChange.REMOVED),
  /** Another AWS service created it and retires it. */
  ManagedElsewhere(KEPT, TagChange.REMOVED),
  /** Its tag amioperator.dev/keep, or deregistration protection in EC2, keeps it. */
  Protected(KEPT, TagChange.REMOVED),
  /** It is being created, or in a state that this version does not know. */
  NotAvailable(KEPT, TagChange.REMOVED),
  /** EC2 reports no creation date of it or its source, or a date in the future. */
  AgeUnknown(KEPT, TagChange.REMOVED),
  /** It lacks a tag or a name by which {@code groupBy} groups images. */
  Ungrouped(KEPT, TagChange.REMOVED),
  /** It is among the newest images of its group. */
  Newest(KEPT, TagChange.REMOVED),
  /** It is younger than {@code keep.youngerThan}. */
  Young(KEPT, TagChange.REMOVED),
  /** An instance was launched from it within {@code keep.launchedWithin}. */
  RecentlyLaunched(KEPT, TagChange.REMOVED),
  /** It has a tag of {@code keep.tags}. */
  KeepTag(KEPT, TagChange.REMOVED),
  /** Another policy selects it and keeps it. */
  OtherPolicy(KEPT, TagChange.REMOVED),
  /** A policy of another cluster has taken a step with it. */
  OtherCluster(BLOCKED, TagChange.UNCHANGED),
  /** A policy had disabled it, and its launch permissions are not restored yet. */
  NotRestored(BLOCKED, TagChange.REMOVED),
  /** A resource in the account uses it. */
  Referenced(BLOCKED, TagChange.REMOVED),
  /** Its usage is unknown: counts as in use, but does not restart the retention period. */
  UsageUnknown(BLOCKED, TagChange.UNCHANGED),
  /** No rule keeps it; the wait before the next step is not over, or no step is left. */
  Unkept(RETIRE, TagChange.SET),
  /** No rule keeps it, and it is to be deprecated now. */
  DeprecationDue(RETIRE, TagChange.UNCHANGED),
  /** No rule keeps it, and it is to be disabled now. */
  DisablingDue(RETIRE, TagChange.UNCHANGED),
  /** A step is due, but mode Approved lacks a valid approval that covers the image. */
  NotApproved(RETIRE, TagChange.UNCHANGED),
  /** Its retention period has expired, but {@code spec.limits} is reached. */
  Limit(RETIRE, TagChange.UNCHANGED),
  /** Its retention period has expired. */
  Due(RETIRE, TagChange.UNCHANGED);

  /** The count of {@code status.plan} that includes the image. */
  enum Group {
    /** A rule keeps it. */
    KEPT,
    /** No rule keeps it, but it may be in use or must not be retired. */
    BLOCKED,
    /** No rule keeps it: it is deregistered when its retention period expires. */
    RETIRE
  }

  /** The change of the image's tag unkept-since. */
  enum TagChange {
    SET,
    UNCHANGED,
    REMOVED
  }

  private final Group group;
  private final TagChange tagChange;

  RetentionReason(Group group, TagChange tagChange) {
    this.group = group;
    this.tagChange = tagChange;
  }

  Group group() {
    return group;
  }

  TagChange tagChange() {
    return tagChange;
  }
}
