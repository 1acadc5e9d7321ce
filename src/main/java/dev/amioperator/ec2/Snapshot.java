package dev.amioperator.ec2;

import java.util.Map;
import java.util.Optional;

/**
 * A snapshot as DescribeSnapshots shows it.
 *
 * @param progress in percent
 * @param kmsKeyArn the key that it is encrypted with; empty when it is not
 * @param sizeGib the size of the volume it was made from, in GiB
 */
public record Snapshot(
    String id,
    String ownerId,
    State state,
    int progress,
    long sizeGib,
    String description,
    Map<String, String> tags,
    Optional<String> kmsKeyArn) {

  public Snapshot {
    tags = Map.copyOf(tags);
  }

  /** Whether it is one of the image's: the image is made from it, or it was made for the image. */
  public boolean belongsTo(Image image) {
    return image.snapshotIds().contains(id) || madeFor(image.id());
  }

  /**
   * Whether EC2 made the snapshot for this very image: CreateImage and CopyImage write the image's
   * id into the description, which nobody can change later.
   */
  public boolean madeFor(String imageId) {
    return description.startsWith("Created by CreateImage(")
            && description.endsWith(" for " + imageId)
        || description.startsWith("Copied for DestinationAmi " + imageId + " ");
  }

  /** EC2's snapshot states (SnapshotState). */
  public enum State {
    PENDING,
    COMPLETED,
    ERROR,
    RECOVERABLE,
    RECOVERING,
    /** A state that this version does not know. */
    UNKNOWN
  }
}
