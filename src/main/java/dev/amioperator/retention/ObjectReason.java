package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionReason.Group.BLOCKED;
import static dev.amioperator.retention.RetentionReason.Group.KEPT;
import static dev.amioperator.retention.RetentionReason.Group.RETIRE;

import dev.amioperator.retention.RetentionReason.Group;
import dev.amioperator.retention.RetentionReason.TagChange;

/**
 * The reason for the decision about an object, as shown in {@code status.plan}, in the order of
 * evaluation. Documented in docs/reference/retention-resources.md.
 */
enum ObjectReason {
  /** It is being deleted already. */
  Deleting(KEPT, TagChange.UNCHANGED),
  /** A GitOps tool, Helm or another controller tracks it. */
  Tracked(KEPT, TagChange.REMOVED),
  /** Its annotation or label amioperator.dev/keep keeps it. */
  Keep(KEPT, TagChange.REMOVED),
  /** Another object of the namespace names it. */
  Named(KEPT, TagChange.REMOVED),
  /** It is suspended: its deletion would wait. */
  Suspended(KEPT, TagChange.REMOVED),
  /** It is not Ready: its images are not known for sure. */
  NotReady(BLOCKED, TagChange.REMOVED),
  /** It lacks a label of {@code groupBy}. */
  Ungrouped(KEPT, TagChange.REMOVED),
  /** It is among the newest objects of its group. */
  Newest(KEPT, TagChange.REMOVED),
  /** It is younger than {@code keep.youngerThan}. */
  Young(KEPT, TagChange.REMOVED),
  /** Another policy selects it and keeps it. */
  OtherPolicy(KEPT, TagChange.REMOVED),
  /** A resource in the account uses one of its images. */
  Referenced(BLOCKED, TagChange.REMOVED),
  /** The usage of its images is unknown: counts as in use, but does not restart the period. */
  UsageUnknown(BLOCKED, TagChange.UNCHANGED),
  /** No rule keeps it; its retention period runs. */
  Unkept(RETIRE, TagChange.SET),
  /** Its retention period has expired, but {@code spec.limits} is reached. */
  Limit(RETIRE, TagChange.UNCHANGED),
  /** Its retention period has expired. */
  Due(RETIRE, TagChange.UNCHANGED);

  private final Group group;
  private final TagChange annotationChange;

  ObjectReason(Group group, TagChange annotationChange) {
    this.group = group;
    this.annotationChange = annotationChange;
  }

  Group group() {
    return group;
  }

  /** The change of the annotation unkept-since. */
  TagChange annotationChange() {
    return annotationChange;
  }
}
