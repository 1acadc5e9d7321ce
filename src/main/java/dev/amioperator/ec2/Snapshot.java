package dev.amioperator.ec2;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern CREATED_FOR =
      Pattern.compile(
          "Created by CreateImage\\([^)]*\\) for (?<created>ami-\\S+)(?: from vol-\\S+)?"
              + "|Copied for DestinationAmi (?<copy>ami-\\S+) .*");

  public Snapshot {
    tags = Map.copyOf(tags);
  }

  /** Whether the image uses the snapshot, or EC2 created the snapshot for the image. */
  public boolean belongsTo(Image image) {
    return image.snapshotIds().contains(id) || madeFor(image.id());
  }

  /** Whether EC2 created the snapshot for this image, by its description. */
  public boolean madeFor(String imageId) {
    return createdFor().equals(Optional.of(imageId));
  }

  /**
   * The image that EC2 created the snapshot for. CreateImage and CopyImage write its id into the
   * description, which is immutable; CreateImage once added the volume. Empty for any other text.
   */
  public Optional<String> createdFor() {
    Matcher matcher = CREATED_FOR.matcher(description);
    return matcher.matches()
        ? Optional.ofNullable(matcher.group("created")).or(() -> Optional.of(matcher.group("copy")))
        : Optional.empty();
  }

  /**
   * Whether the snapshot came into being with the image: its description names the image, or the
   * image uses it and the description names no other.
   */
  public boolean createdWith(Image image) {
    return createdFor().map(image.id()::equals).orElseGet(() -> image.snapshotIds().contains(id));
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
