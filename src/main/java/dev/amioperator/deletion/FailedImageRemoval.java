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

/** The removal of an image that EC2 failed to create, to make room for another attempt. */
public record FailedImageRemoval(Image image) {
  /** How long a failed image stays in EC2 for inspection. */
  private static final Duration KEEP_DURATION = Duration.ofMinutes(10);

  /** When to remove the image, counted from its creation date so that restarts do not matter. */
  public Instant removeAfter(Instant now) {
    return image.created().orElse(now).plus(KEEP_DURATION);
  }

  /**
   * The EC2 actions that remove the image and its owned snapshots, once the status records them.
   *
   * @param ours which snapshots the operator may delete
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
