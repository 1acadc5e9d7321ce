package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.retention.OrphanedSnapshots.Orphan;
import dev.amioperator.retention.RetentionReason.Group;
import dev.amioperator.retention.RetentionReason.TagChange;
import java.time.Instant;
import java.util.Optional;

/**
 * The decision of a policy about a snapshot without an image.
 *
 * @param reason as of an image; empty: the policy shows the snapshot, and does not delete it
 * @param unkeptSince the time in the snapshot's tag unkept-since; empty: no valid tag
 * @param dueAt when its retention period expires; empty: none runs
 * @param message what is decided, for users
 * @param recovery whether it can be restored after its deletion; empty: it is not to be deleted
 */
record OrphanDecision(
    Orphan orphan,
    Optional<RetentionReason> reason,
    Optional<Instant> unkeptSince,
    Optional<Instant> dueAt,
    String message,
    Optional<Recovery> recovery) {

  /** A snapshot that the policy shows only. */
  static OrphanDecision shown(Orphan orphan, String message) {
    return new OrphanDecision(
        orphan, Optional.empty(), Optional.empty(), Optional.empty(), message, Optional.empty());
  }

  String snapshotId() {
    return orphan.id();
  }

  Snapshot snapshot() {
    return orphan.snapshot();
  }

  AccountRegion accountRegion() {
    return orphan.accountRegion();
  }

  boolean is(RetentionReason other) {
    return reason.filter(other::equals).isPresent();
  }

  boolean is(Group group) {
    return reason.filter(known -> known.group() == group).isPresent();
  }

  /** Whether the snapshot is to be tagged {@value TagKeys#UNKEPT_SINCE}. */
  boolean shouldTag() {
    return changes(TagChange.SET) && unkeptSince.isEmpty();
  }

  /** Whether the tag {@value TagKeys#UNKEPT_SINCE} is to be removed. */
  boolean shouldUntag() {
    return changes(TagChange.REMOVED) && snapshot().tags().containsKey(TagKeys.UNKEPT_SINCE);
  }

  private boolean changes(TagChange change) {
    return reason.filter(known -> known.tagChange() == change).isPresent();
  }

  OrphanDecision withReason(RetentionReason other, String newMessage) {
    return new OrphanDecision(
        orphan, Optional.of(other), unkeptSince, dueAt, newMessage, Optional.empty());
  }

  /** This decision with what can be restored, which its message tells, too. */
  OrphanDecision withRecovery(Recovery known) {
    return new OrphanDecision(
        orphan,
        reason,
        unkeptSince,
        dueAt,
        message + " " + known.forecast("deletion"),
        Optional.of(known));
  }

  /** What a plan that can be approved contains for it; ids of EC2 need no escapes. */
  String line() {
    return "{\"account\":\"%s\",\"region\":\"%s\",\"snapshot\":\"%s\",\"lastStep\":\"DeleteSnapshot\"}"
        .formatted(accountRegion().accountId(), accountRegion().region(), snapshotId());
  }
}
