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
