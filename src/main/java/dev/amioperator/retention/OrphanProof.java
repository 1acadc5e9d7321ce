package dev.amioperator.retention;

import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.usage.Usage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What EC2 tells right before an orphaned snapshot is deleted.
 *
 * @param images those of the account that use it, disabled ones included, or that EC2 created it
 *     for
 * @param usage by launch templates and other resources whose block devices name snapshots
 * @param recycled the image that EC2 created it for, if that is in the Recycle Bin
 * @param sharedWith the accounts, or all, that may create volumes of it
 * @param unknown why something of this is unknown
 */
record OrphanProof(
    Set<String> images,
    Usage usage,
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
    return user()
        .map(why -> due.withReason(RetentionReason.Referenced, why))
        .or(
            () ->
                lock.map(
                    held ->
                        due.withReason(
                            RetentionReason.Protected,
                            "Locked against deletion (%s%s)."
                                .formatted(
                                    held.mode(),
                                    held.expiresAt().map(at -> ", until " + at).orElse("")))))
        .or(
            () ->
                reasonsUnknown()
                    .findFirst()
                    .map(why -> due.withReason(RetentionReason.UsageUnknown, why)))
        .orElse(due);
  }

  /** What uses the snapshot, or may, as a message. */
  private Optional<String> user() {
    if (!images.isEmpty()) {
      return Optional.of("In use by %s.".formatted(new TreeSet<>(images).getFirst()));
    }
    if (usage instanceof Usage.Used used) {
      return Optional.of("In use by %s.".formatted(used.summary()));
    }
    if (recycled.isPresent()) {
      return Optional.of(
          "In use by %s in the Recycle Bin, which cannot be restored without it."
              .formatted(recycled.get()));
    }
    return sharedWith.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Shared with %s, where an image may use it.".formatted(new TreeSet<>(sharedWith)));
  }

  /** Only {@link Usage.Unused} lets a snapshot be deleted. */
  private Stream<String> reasonsUnknown() {
    return Stream.concat(
        unknown.stream(),
        switch (usage) {
          case Usage.Unknown(String why) -> Stream.of("What uses it is unknown: " + why);
          case Usage.Pending() -> Stream.of("What uses it is being read.");
          case Usage.Unused unused -> Stream.of();
          case Usage.Used used -> Stream.of();
        });
  }
}
