package dev.amioperator.ec2;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An EBS snapshot (DescribeSnapshots).
 *
 * @param progress in percent
 * @param kmsKeyArn the key that encrypts the snapshot; empty when it is unencrypted
 * @param sizeGib the size of its volume in GiB
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

  /** Whether the image uses the snapshot, or EC2 created the snapshot for the image. */
  public boolean belongsTo(Image image) {
    return image.snapshotIds().contains(id) || madeFor(image.id());
  }

  /**
   * Whether EC2 created the snapshot for this image. CreateImage and CopyImage write the image's id
   * into the description, which is immutable.
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
    UNKNOWN;

    /** The state as EC2 writes it. */
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
