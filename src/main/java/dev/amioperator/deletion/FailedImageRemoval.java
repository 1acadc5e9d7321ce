package dev.amioperator.deletion;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An image that EC2 could not make: shown for a while, then cleared away for another try. */
public record FailedImageRemoval(Image image) {
  /** How long it is left to be looked at. */
  private static final Duration KEEP_DURATION = Duration.ofMinutes(10);

  /** When it goes; its creation date counts, so that a restart starts nothing anew. */
  public Instant removeAfter(Instant now) {
    return image.created().orElse(now).plus(KEEP_DURATION);
  }

  /**
   * What clears it away, with its snapshots. The ledger must stand in the status before.
   *
   * @param ours which snapshots are ours to delete
   */
  public List<AwsAction> removalActions(Collection<Snapshot> snapshots, Predicate<Snapshot> ours) {
    return Stream.<AwsAction>concat(
            Stream.of(new ImageAction.DeregisterImage(image.id(), false)),
            snapshots.stream()
                .filter(snapshot -> snapshot.belongsTo(image))
                .filter(ours)
                .map(snapshot -> new SnapshotAction.DeleteSnapshot(snapshot.id())))
        .toList();
  }
}
