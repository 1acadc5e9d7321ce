package dev.amioperator.retention;

import java.time.Instant;
import java.util.Optional;

/**
 * The decision of a policy about an object.
 *
 * @param unkeptSince the time in the object's annotation unkept-since; empty: no valid annotation
 * @param dueAt when its retention period expires; empty: none runs, as in mode Plan
 * @param message why, for users; the same in every evaluation as long as the facts are
 */
record ObjectDecision(
    RetainedObject object,
    ObjectReason reason,
    Optional<Instant> unkeptSince,
    Optional<Instant> dueAt,
    String message) {
  boolean is(ObjectReason other) {
    return reason == other;
  }

  boolean is(RetentionReason.Group group) {
    return reason.group() == group;
  }

  ObjectDecision withReason(ObjectReason other, String newMessage) {
    return new ObjectDecision(object, other, unkeptSince, dueAt, newMessage);
  }
}
