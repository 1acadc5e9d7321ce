package dev.amioperator.deletion;

import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Snapshots of ours that cannot be deleted with their object, and what is said of them. Pure. */
final class SnapshotRelease {

  private SnapshotRelease() {}

  /** Marks snapshots that other images use: their ownership tags stay on, for they stay ours. */
  static Plan plan(List<String> snapshotIds, SnapshotBlockers snapshotBlockers, Instant now) {
    String since = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new Plan(
        List.of(new TagAction.CreateTags(snapshotIds, Map.of(TagKeys.RELEASED, since))),
        new ReadyState.Blocked(
            Reason.InUse,
            snapshotIds.stream()
                .map(
                    id ->
                        "%s (%s)"
                            .formatted(
                                id, String.join(", ", snapshotBlockers.imagesBySnapshot().get(id))))
                .collect(
                    Collectors.joining(
                        ", ",
                        "Other images use snapshots that were made for this object: ",
                        ". They are let go with the tag %s, and deleted once no image uses them."
                            .formatted(TagKeys.RELEASED))),
            Requeue.DELETING));
  }

  /** A lock is somebody's will, and ends by itself or by their hand. */
  static ReadyState locked(List<String> snapshotIds, SnapshotBlockers snapshotBlockers) {
    return new ReadyState.Blocked(
        Reason.Protected,
        snapshotIds.stream()
            .map(id -> lockMessage(snapshotBlockers.locksBySnapshot().get(id)))
            .collect(
                Collectors.joining(
                    ", ",
                    "Locked against deletion: ",
                    ". Unlock them in EC2, or annotate this object %s to let go of them."
                        .formatted(Annotations.ABANDON_TRUE))),
        Requeue.PROTECTED);
  }

  private static String lockMessage(SnapshotLock lock) {
    return "%s (%s%s)"
        .formatted(
            lock.snapshotId(), lock.mode(), lock.expiresAt().map(t -> ", until " + t).orElse(""));
  }
}
