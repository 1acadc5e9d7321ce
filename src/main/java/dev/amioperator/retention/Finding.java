package dev.amioperator.retention;

import static dev.amioperator.retention.Finding.Group.BLOCKED;
import static dev.amioperator.retention.Finding.Group.KEPT;
import static dev.amioperator.retention.Finding.Group.RETIRE;

/**
 * The one reason for the decision about an image: the closed list that {@code status.plan} shows,
 * in the order in which they are looked for. Documented in docs/reference/retention.md.
 */
enum Finding {
  /** An AmiImage or AmiCopy, of this cluster or another, stands for it. */
  Declared(KEPT, Mark.REMOVED),
  /** Another service of AWS made it and retires it by itself. */
  ManagedElsewhere(KEPT, Mark.REMOVED),
  /** It is being made, or in a state that this version does not know. */
  NotAvailable(KEPT, Mark.REMOVED),
  /** EC2 does not say when it was made. */
  AgeUnknown(KEPT, Mark.REMOVED),
  /** One of the newest. */
  Newest(KEPT, Mark.REMOVED),
  /** Younger than the rule says. */
  Young(KEPT, Mark.REMOVED),
  /** Another policy selects it and keeps it. */
  OtherPolicy(KEPT, Mark.REMOVED),
  /** The operator did not make it, and the AwsAccount does not let policies retire such. */
  ForeignNotAllowed(BLOCKED, Mark.REMOVED),
  /** Something in the account uses it. */
  Referenced(BLOCKED, Mark.REMOVED),
  /** Whether anything uses it is not known: counts as in use, but does not turn back the days. */
  UsageUnknown(BLOCKED, Mark.LEFT),
  /** Nothing keeps it; its days run. */
  Unkept(RETIRE, Mark.SET),
  /** Its days are over, and so many went already that it has to wait. */
  Limit(RETIRE, Mark.LEFT),
  /** Its days are over. */
  Due(RETIRE, Mark.LEFT);

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
  enum Mark {
    SET,
    LEFT,
    REMOVED
  }

  private final Group group;
  private final Mark mark;

  Finding(Group group, Mark mark) {
    this.group = group;
    this.mark = mark;
  }

  Group group() {
    return group;
  }

  Mark mark() {
    return mark;
  }
}
