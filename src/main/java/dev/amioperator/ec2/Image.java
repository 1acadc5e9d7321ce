package dev.amioperator.ec2;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An AMI as DescribeImages shows it, projected to what decisions need.
 *
 * @param created empty while EC2 has not told it yet
 * @param stateReason EC2's words on why a state was reached; empty when there are none
 */
public record Image(
    String id,
    String name,
    String ownerId,
    State state,
    String stateReason,
    Optional<Instant> created,
    String description,
    Map<String, String> tags,
    List<BlockDevice> blockDevices,
    Settings settings) {

  public Image {
    tags = Map.copyOf(tags);
    blockDevices = List.copyOf(blockDevices);
  }

  /** Whether EC2 still has it as an image: a deregistered one is shown for a while. */
  public boolean registered() {
    return state != State.DEREGISTERED;
  }

  /** Why it is in its state: in EC2's words, or no more than the state where there are none. */
  public String stateMessage() {
    return stateReason.isEmpty() ? state.value() : stateReason;
  }

  /** The snapshots that the image's block devices are made from, in device order. */
  public List<String> snapshotIds() {
    return blockDevices.stream()
        .flatMap(device -> device.snapshotId().stream())
        .distinct()
        .toList();
  }

  /**
   * What bears on who may use it, and how.
   *
   * @param deprecationTime when others stop seeing it in listings (DeprecationTime)
   * @param imdsV2 whether its instances take metadata requests of version 2 only (ImdsSupport)
   * @param marketplace whether it carries a product code of the AWS Marketplace
   * @param windows whether its instances run Windows (Platform)
   */
  public record Settings(
      Optional<Instant> deprecationTime,
      DeregistrationProtection protection,
      boolean imdsV2,
      boolean marketplace,
      boolean windows) {
    /** As EC2 makes an image when nothing else is asked for. */
    public static final Settings DEFAULT =
        new Settings(Optional.empty(), DeregistrationProtection.DISABLED, false, false, false);
  }

  /** Deregistration protection; a cooldown that still runs after it was lifted is not shown. */
  public enum DeregistrationProtection {
    DISABLED,
    ENABLED,
    ENABLED_WITH_COOLDOWN
  }

  /**
   * One entry of the block device mapping.
   *
   * @param snapshotId empty for a device without one (an empty or an ephemeral volume)
   */
  public record BlockDevice(
      String deviceName, Optional<String> snapshotId, long sizeGib, boolean encrypted) {}

  /** EC2's image states (ImageState). */
  public enum State {
    PENDING,
    AVAILABLE,
    DISABLED,
    FAILED,
    ERROR,
    INVALID,
    TRANSIENT,
    DEREGISTERED,
    /** A state that this version does not know: never a ground for deleting anything. */
    UNKNOWN;

    /** Whether the image is there for good: usable, or usable once enabled. */
    public boolean live() {
      return this == PENDING || this == AVAILABLE || this == DISABLED || this == TRANSIENT;
    }

    /** Whether making the image came to a bad end. */
    public boolean failed() {
      return this == FAILED || this == ERROR || this == INVALID;
    }

    /** Whether a word, as {@link #value} gives it, is one of a state that is broken. */
    public static boolean isFailedValue(String word) {
      return Arrays.stream(values()).anyMatch(s -> s.failed() && s.value().equals(word));
    }

    /** The word as EC2 writes it. */
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
