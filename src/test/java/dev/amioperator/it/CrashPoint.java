package dev.amioperator.it;

/**
 * A moment at which the operator's process ends.
 *
 * @param state all that outlives the process: what there is in the region and what was done to it,
 *     and what the object's status remembers of it. Each process starts from that alone, so calls
 *     of one action in one state are one point however often they are made
 * @param call the action and region of the call
 * @param side on which side of its effect
 * @param sequel what the user does before the operator is back
 */
record CrashPoint(String state, String call, Side side, Sequel sequel) {
  enum Side {
    /** Also stands for the end after a read: nothing has changed by then. */
    BEFORE,
    AFTER
  }

  enum Sequel {
    NOTHING,
    DELETES_THE_OBJECT
  }

  /** The operator comes back to a deletion: all that counts for it is the state that it finds. */
  static CrashPoint deletion(String state) {
    return new CrashPoint(state, "any call", Side.BEFORE, Sequel.DELETES_THE_OBJECT);
  }
}
