package dev.amioperator.retention;

import dev.amioperator.ec2.SnapshotLock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What EC2 tells right before an orphaned snapshot is deleted.
 *
 * @param images those of the account that use it, disabled ones included, or that EC2 created it
 *     for
 * @param recycled the image that EC2 created it for, if that is in the Recycle Bin
 * @param sharedWith the accounts, or all, that may create volumes of it
 * @param unknown why something of this is unknown
 */
record OrphanProof(
    Set<String> images,
    Optional<String> recycled,
    Set<String> sharedWith,
    Optional<SnapshotLock> lock,
    List<String> unknown) {
  OrphanProof {
    images = Set.copyOf(images);
    sharedWith = Set.copyOf(sharedWith);
    unknown = List.copyOf(unknown);
  }

  /** The decision, if nothing uses or protects the snapshot; else why it stays. */
  OrphanDecision judge(OrphanDecision due) {
    if (!images.isEmpty()) {
      return due.withReason(
          RetentionReason.Referenced, "In use by %s.".formatted(new TreeSet<>(images).getFirst()));
    }
    if (recycled.isPresent()) {
      return due.withReason(
          RetentionReason.Referenced,
          "In use by %s in the Recycle Bin, which cannot be restored without it."
              .formatted(recycled.get()));
    }
    if (!sharedWith.isEmpty()) {
      return due.withReason(
          RetentionReason.Referenced,
          "Shared with %s, where an image may use it.".formatted(new TreeSet<>(sharedWith)));
    }
    return lock.map(
            held ->
                due.withReason(
                    RetentionReason.Protected,
                    "Locked against deletion (%s%s)."
                        .formatted(
                            held.mode(), held.expiresAt().map(at -> ", until " + at).orElse(""))))
        .or(
            () ->
                unknown.stream()
                    .findFirst()
                    .map(why -> due.withReason(RetentionReason.UsageUnknown, why)))
        .orElse(due);
  }
}
