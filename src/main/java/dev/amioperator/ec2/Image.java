package dev.amioperator.ec2;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An AMI (DescribeImages), with the fields that decisions need.
 *
 * @param created empty until EC2 reports it
 * @param stateReason EC2's reason for the state; empty when EC2 gives none
 * @param architecture such as {@code x86_64}; empty: not known
 * @param copiedFrom the image of which CopyImage or CreateRestoreImageTask made this copy
 *     (SourceImageId); empty: none, or EC2 does not tell, as for some older images
 * @param lastLaunched when an instance was last launched from it (LastLaunchedTime), which EC2
 *     tells the owner up to a day late; empty: never since April 2017, or EC2 does not tell
 */
@RecordBuilder
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
    Settings settings,
    String architecture,
    Optional<Source> copiedFrom,
    Optional<Instant> lastLaunched) {

  public Image {
    tags = Tags.copyOf(tags);
    blockDevices = List.copyOf(blockDevices);
  }

  /** An image that is not known to be a copy, or to have been launched. */
  public Image(
      String id,
      String name,
      String ownerId,
      State state,
      String stateReason,
      Optional<Instant> created,
      String description,
      Map<String, String> tags,
      List<BlockDevice> blockDevices,
      Settings settings,
      String architecture) {
    this(
        id,
        name,
        ownerId,
        state,
        stateReason,
        created,
        description,
        tags,
        blockDevices,
        settings,
        architecture,
        Optional.empty(),
        Optional.empty());
  }

  /** Whether the image is not deregistered: EC2 lists deregistered images for a while. */
  public boolean registered() {
    return state != State.DEREGISTERED;
  }

  /** EC2's reason for the image's state, or the state where EC2 gives no reason. */
  public String stateMessage() {
    return stateReason.isEmpty() ? state.value() : stateReason;
  }

  /** The snapshots of the image's block devices, in device order. */
  public List<String> snapshotIds() {
    return blockDevices.stream()
        .flatMap(device -> device.snapshotId().stream())
        .distinct()
        .toList();
  }

  /**
   * The image that another was copied from.
   *
   * @param region empty: EC2 does not tell
   */
  public record Source(String imageId, String region) {}

  /**
   * Changeable attributes of an image, and what restricts its use.
   *
   * @param deprecationTime from when EC2 hides the image from others' listings (DeprecationTime)
   * @param protectedUntil the end of the cooldown after the protection was disabled, by anyone;
   *     empty when none runs
   * @param imdsV2 whether its instances require IMDSv2 (ImdsSupport)
   * @param marketplace whether it has a product code of the AWS Marketplace
   * @param windows whether its instances run Windows (Platform)
   * @param watermarks the keys of its watermarks, with which it cannot be public (ImageWatermarks)
   * @param everyone whether every AWS account may launch it (Public)
   */
  public record Settings(
      Optional<Instant> deprecationTime,
      DeregistrationProtection protection,
      Optional<Instant> protectedUntil,
      boolean imdsV2,
      boolean marketplace,
      boolean windows,
      List<String> watermarks,
      boolean everyone) {
    public Settings {
      watermarks = List.copyOf(watermarks);
    }

    /** The settings of an image that EC2 creates by default. */
    public static final Settings DEFAULT =
        new Settings(Optional.empty(), DeregistrationProtection.DISABLED, false, false, false);

    /** The settings of a private image without a running cooldown and without watermarks. */
    public Settings(
        Optional<Instant> deprecationTime,
        DeregistrationProtection protection,
        boolean imdsV2,
        boolean marketplace,
        boolean windows) {
      this(
          deprecationTime,
          protection,
          Optional.empty(),
          imdsV2,
          marketplace,
          windows,
          List.of(),
          false);
    }
  }

  /** Deregistration protection of an image; a running cooldown is {@code protectedUntil}. */
  public enum DeregistrationProtection {
    DISABLED,
    ENABLED,
    ENABLED_WITH_COOLDOWN
  }

  /**
   * An entry of an image's block device mapping.
   *
   * @param snapshotId empty for an empty or an instance store volume
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
    /** A state that this version does not know; never a reason to delete. */
    UNKNOWN;

    /** Whether the image is usable, or will be once it is complete or enabled. */
    public boolean live() {
      return this == PENDING || this == AVAILABLE || this == DISABLED || this == TRANSIENT;
    }

    /** Whether EC2 failed to create the image. */
    public boolean failed() {
      return this == FAILED || this == ERROR || this == INVALID;
    }

    /** Whether a {@link #value} is that of a failed image. */
    public static boolean isFailedValue(String value) {
      return Arrays.stream(values()).anyMatch(s -> s.failed() && s.value().equals(value));
    }

    /** The state as EC2 writes it. */
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
