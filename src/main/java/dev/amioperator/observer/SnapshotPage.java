package dev.amioperator.observer;

import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.Tags;
import dev.amioperator.ownership.TagKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reduces a page of snapshots to those that an image may have left behind: an account has many
 * more, of volumes, and what is returned stays in memory.
 */
final class SnapshotPage {
  private final Map<Object, Object> known = new HashMap<>();

  private SnapshotPage() {}

  static Page<Snapshot> of(Page<Snapshot> page) {
    SnapshotPage reduced = new SnapshotPage();
    return new Page<>(
        page.items().stream()
            .filter(
                snapshot -> snapshot.createdFor().isPresent() || TagKeys.managed(snapshot.tags()))
            .map(reduced::snapshot)
            .toList(),
        page.nextToken());
  }

  private Snapshot snapshot(Snapshot snapshot) {
    return new Snapshot(
        snapshot.id(),
        shared(snapshot.ownerId()),
        snapshot.state(),
        snapshot.progress(),
        snapshot.sizeGib(),
        snapshot.createdFor().isPresent() ? snapshot.description() : "",
        shared(
            Tags.copyOf(
                snapshot.tags().entrySet().stream()
                    .collect(
                        Collectors.toMap(
                            tag -> shared(tag.getKey()), tag -> shared(tag.getValue()))))),
        Optional.empty(),
        new Snapshot.Creation(
            snapshot.creation().startedAt(), Optional.empty(), Optional.empty(), ""),
        Optional.empty());
  }

  /** The first equal value of the page. */
  @SuppressWarnings("unchecked")
  private <T> T shared(T value) {
    return (T) known.computeIfAbsent(value, first -> first);
  }
}
