package dev.amioperator.ec2;

import java.time.Duration;
import java.time.Instant;
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
 * @param creation its times, and why it failed
 * @param dataBytes the size of its data (FullSnapshotSizeInBytes); empty when EC2 does not tell
 */
public record Snapshot(
    String id,
    String ownerId,
    State state,
    int progress,
    long sizeGib,
    String description,
    Map<String, String> tags,
    Optional<String> kmsKeyArn,
    Creation creation,
    Optional<Long> dataBytes) {

  private static final Pattern CREATED_FOR =
      Pattern.compile(
          "Created by CreateImage\\([^)]*\\) for (?<created>ami-\\S+)(?: from vol-\\S+)?"
              + "|Copied for DestinationAmi (?<copy>ami-\\S+) .*");

  public Snapshot {
    tags = Tags.copyOf(tags);
  }

  /** A snapshot of whose creation nothing more is known than its progress. */
  public Snapshot(
      String id,
      String ownerId,
      State state,
      int progress,
      long sizeGib,
      String description,
      Map<String, String> tags,
      Optional<String> kmsKeyArn) {
    this(
        id,
        ownerId,
        state,
        progress,
        sizeGib,
        description,
        tags,
        kmsKeyArn,
        new Creation(Optional.empty(), Optional.empty(), Optional.empty(), ""),
        Optional.empty());
  }

  /**
   * Times of a snapshot's creation, and its failure.
   *
   * @param completionDurationMinutes the duration requested of a time-based copy
   * @param failure EC2's StateMessage, such as that a key is not accessible; a failed image's own
   *     reason does not name the key. Empty without a failure
   */
  public record Creation(
      Optional<Instant> startedAt,
      Optional<Instant> completedAt,
      Optional<Integer> completionDurationMinutes,
      String failure) {
    /** Whether a time-based copy took longer than requested, or does so at this time. */
    public boolean missedDuration(Instant now) {
      return startedAt.isPresent()
          && completionDurationMinutes.isPresent()
          && completedAt
              .orElse(now)
              .isAfter(startedAt.get().plus(Duration.ofMinutes(completionDurationMinutes.get())));
    }
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
