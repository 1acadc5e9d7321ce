package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionReason.Group.BLOCKED;
import static dev.amioperator.retention.RetentionReason.Group.KEPT;
import static dev.amioperator.retention.RetentionReason.Group.RETIRE;

/**
 * The one reason for the decision about an image: the closed list that {@code status.plan} shows,
 * in the order in which they are looked for. Documented in docs/reference/retention.md.
 */
enum RetentionReason {
  /** An AmiImage or AmiCopy, of this cluster or another, stands for it. */
  Declared(KEPT, TagChange.REMOVED),
  /** Another service of AWS made it and retires it by itself. */
  ManagedElsewhere(KEPT, TagChange.REMOVED),
  /** It is being made, or in a state that this version does not know. */
  NotAvailable(KEPT, TagChange.REMOVED),
  /** EC2 does not say when it was made. */
  AgeUnknown(KEPT, TagChange.REMOVED),
  /** One of the newest. */
  Newest(KEPT, TagChange.REMOVED),
  /** Younger than the rule says. */
  Young(KEPT, TagChange.REMOVED),
  /** Another policy selects it and keeps it. */
  OtherPolicy(KEPT, TagChange.REMOVED),
  /** The operator did not make it, and the AwsAccount does not let policies retire such. */
  ForeignNotAllowed(BLOCKED, TagChange.REMOVED),
  /** Something in the account uses it. */
  Referenced(BLOCKED, TagChange.REMOVED),
  /** Whether anything uses it is not known: counts as in use, but does not turn back the days. */
  UsageUnknown(BLOCKED, TagChange.UNCHANGED),
  /** Nothing keeps it; its days run. */
  Unkept(RETIRE, TagChange.SET),
  /** Its days are over, and so many went already that it has to wait. */
  Limit(RETIRE, TagChange.UNCHANGED),
  /** Its days are over. */
  Due(RETIRE, TagChange.UNCHANGED);

  /** What the plan counts it as. */
  enum Group {
    /** A rule keeps it. */
    KEPT,
    /** No rule keeps it, but something holds it. */
    BLOCKED,
    /** Nothing keeps it: it goes when its days are over. */
    RETIRE
  }

  /** What becomes of the tag that says since when nothing keeps it. */
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
