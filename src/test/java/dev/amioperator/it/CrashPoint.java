package dev.amioperator.it;

/**
 * A point at an EC2 or KMS call where the operator process, or its credentials, end.
 *
 * @param state all that survives the process: resources and executed writes of the region,
 *     permissions on the source, and the object's recorded status. Each process starts from that
 *     alone, so equal calls in an equal state are the same point
 * @param call the action, region and account of the call
 * @param side on which side of its effect
 * @param userAction what the user does before the operator is back
 */
record CrashPoint(String state, String call, Side side, UserAction userAction) {
  enum Side {
    /** Also represents the end after a read: nothing has changed by then. */
    BEFORE,
    AFTER
  }

  enum UserAction {
    NOTHING,
    /** The credentials of the role end before the call; the operator continues. */
    ENDS_THE_SESSIONS,
    DELETES_THE_OBJECT
  }

  /** A deletion during a crash, for which only the state of EC2 matters. */
  static CrashPoint deletionIn(String state) {
    return new CrashPoint(state, "any call", Side.BEFORE, UserAction.DELETES_THE_OBJECT);
  }
}
