package dev.amioperator.retention;

/** Steps by which a policy retires an image, in their order; all but the last can be undone. */
enum RetireStep {
  /** EnableImageDeprecation: EC2 hides the image from listings of other accounts. */
  DEPRECATE("Deprecate", "deprecate", "deprecation", RetentionReason.DeprecationDue),
  /** DisableImage: no instance can be launched, and the image is shared with no account. */
  DISABLE("Disable", "disable", "disabling", RetentionReason.DisablingDue),
  /** DeregisterImage, and the deletion of the snapshots created with the image. */
  DEREGISTER("Deregister", "deregister", "deregistration", RetentionReason.Due);

  private final String value;
  private final String verb;
  private final String noun;
  private final RetentionReason due;

  RetireStep(String value, String verb, String noun, RetentionReason due) {
    this.value = value;
    this.verb = verb;
    this.noun = noun;
    this.due = due;
  }

  /** The step in plans, such as {@code Deregister}. */
  String value() {
    return value;
  }

  /** For messages, such as "deregister". */
  String verb() {
    return verb;
  }

  /** For messages, such as "deregistration". */
  String noun() {
    return noun;
  }

  /** The reason of the decision when the step is to be taken now. */
  RetentionReason due() {
    return due;
  }
}
