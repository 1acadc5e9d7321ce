package dev.amioperator.deletion;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.ReleasedTag;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plans for owned snapshots that cannot be deleted with their object. */
final class SnapshotRelease {

  private SnapshotRelease() {}

  /** Tags snapshots that other images use as released; they keep their ownership tags. */
  static Plan plan(List<String> snapshotIds, SnapshotBlockers blockers, Instant now) {
    return new Plan(
        snapshotIds.stream()
            .map(id -> new ReleasedTag(id, now, blockers.imagesBySnapshot().get(id)))
            .<AwsAction>map(
                tag ->
                    new TagAction.CreateTags(
                        List.of(tag.snapshotId()), Map.of(TagKeys.RELEASED, tag.value())))
            .toList(),
        new ReadyState.Blocked(
            Reason.InUse,
            snapshotIds.stream()
                .map(
                    id ->
                        "%s (%s)"
                            .formatted(id, String.join(", ", blockers.imagesBySnapshot().get(id))))
                .collect(
                    Collectors.joining(
                        ", ",
                        "Other images use snapshots that were created for this object, or need them to be"
                            + " restored from the Recycle Bin: ",
                        ". They get the tag %s, and are deleted once no image does."
                            .formatted(TagKeys.RELEASED))),
            Requeue.DELETING));
  }

  /** Waits for a snapshot lock, which expires or is removed by its owner. */
  static ReadyState locked(List<String> snapshotIds, SnapshotBlockers blockers) {
    return new ReadyState.Blocked(
        Reason.Protected,
        snapshotIds.stream()
            .map(id -> lockMessage(blockers.locksBySnapshot().get(id)))
            .collect(
                Collectors.joining(
                    ", ",
                    "Locked against deletion: ",
                    (". Unlock them in EC2 (in compliance mode, wait until the lock expires). If this"
                            + " object is being deleted, the annotation %s ends it instead, and leaves all"
                            + " its images and snapshots in EC2.")
                        .formatted(Annotations.ABANDON_TRUE))),
        Requeue.PROTECTED);
  }

  private static String lockMessage(SnapshotLock lock) {
    return "%s (%s%s)"
        .formatted(
            lock.snapshotId(), lock.mode(), lock.expiresAt().map(t -> ", until " + t).orElse(""));
  }
}
