package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** AMI: fixed origin and changeable attributes. */
public final class Image extends Resource {
  private static final Duration LAUNCH_REPORT_LAG = Duration.ofHours(24);

  private final Origin origin;
  private final List<BlockDevice> blockDevices;
  private final AsyncOperation creation;
  private final Instant visibleFrom;
  private final Permissions sharing = new Permissions();
  private MachineTraits traits;
  private String description;
  private Instant deprecationTime;
  private Instant lastLaunched;
  private Instant previousLaunch;
  private boolean disabled;
  private ImageProtection protection = ImageProtection.DISABLED;
  private final List<Watermark> watermarks = new ArrayList<>();
  private Instant deregisteredAt;

  /**
   * Origin of an image.
   *
   * @param name unique among the owner's images in the region
   * @param ownerAlias such as {@code amazon}; null for ordinary accounts
   * @param location image location in DescribeImages
   * @param sourceInstanceId instance of CreateImage; null otherwise
   * @param sourceImageId source image of CopyImage, or image of the instance in CreateImage
   * @param sourceImageRegion region of the source image
   */
  public record Origin(
      String name,
      String ownerAlias,
      String location,
      String sourceInstanceId,
      String sourceImageId,
      String sourceImageRegion) {}

  /** Creates an image. */
  public Image(
      String id,
      String ownerId,
      Origin origin,
      MachineTraits traits,
      List<BlockDevice> blockDevices,
      AsyncOperation creation,
      Instant visibleFrom) {
    super(id, ownerId);
    this.origin = origin;
    this.traits = traits;
    this.blockDevices = List.copyOf(blockDevices);
    this.creation = creation;
    this.visibleFrom = visibleFrom;
  }

  @Override
  public String type() {
    return "image";
  }

  /** Name of the image. */
  public String name() {
    return origin.name();
  }

  /** Origin of the image. */
  public Origin origin() {
    return origin;
  }

  /** Traits of the image. */
  public MachineTraits traits() {
    return traits;
  }

  /** Sets the traits of the image. */
  public void traits(MachineTraits newTraits) {
    traits = newTraits;
  }

  /** Block devices of the image. */
  public List<BlockDevice> blockDevices() {
    return blockDevices;
  }

  /** Creation time of the image. */
  public Instant created() {
    return creation.start();
  }

  /** Failure of the image creation; null for success. */
  public AsyncOperation.Failure failure() {
    return creation.failure();
  }

  /** State of the image in the EC2 API. */
  public String state(Instant now) {
    if (deregisteredAt != null) {
      return "deregistered";
    }
    return switch (creation.stage(now)) {
      case PENDING -> "pending";
      case FAILED -> "failed";
      case DONE -> disabled ? "disabled" : "available";
    };
  }

  /** Whether the image has an encrypted snapshot. */
  public boolean encrypted() {
    return blockDevices.stream().anyMatch(BlockDevice::encrypted);
  }

  /** Whether calls see the image yet; new images stay invisible for a while. */
  public boolean visible(Instant now) {
    return !now.isBefore(visibleFrom);
  }

  /** Mutable launch permissions of the image. */
  public Permissions sharing() {
    return sharing;
  }

  /** Description of the image. */
  public String description() {
    return description;
  }

  /** Sets the description of the image. */
  public void description(String text) {
    description = text;
  }

  /** Deprecation time of the image; null for never. */
  public Instant deprecationTime() {
    return deprecationTime;
  }

  /** Sets the deprecation time of the image. */
  public void deprecationTime(Instant from) {
    deprecationTime = from;
  }

  /** Whether the image is deprecated at an instant. */
  public boolean deprecated(Instant now) {
    return deprecationTime != null && !now.isBefore(deprecationTime);
  }

  /** Time of the last launch as EC2 reports it, a day late; null for never. */
  public Instant lastLaunched(Instant now) {
    return isReported(lastLaunched, now) ? lastLaunched : previousLaunch;
  }

  /** Records a launch of the image. */
  public void recordLaunch(Instant at) {
    if (lastLaunched == null || at.isAfter(lastLaunched)) {
      previousLaunch = lastLaunched(at);
      lastLaunched = at;
    }
  }

  private static boolean isReported(Instant launch, Instant now) {
    return launch != null && !now.isBefore(launch.plus(LAUNCH_REPORT_LAG));
  }

  /** Mutable list of watermarks on the image. */
  public List<Watermark> watermarks() {
    return watermarks;
  }

  /** Whether the image is disabled. */
  public boolean disabled() {
    return disabled;
  }

  /** Disables or enables the image. */
  public void disabled(boolean nowDisabled) {
    disabled = nowDisabled;
  }

  /** Deregistration protection of the image. */
  public ImageProtection protection() {
    return protection;
  }

  /** Sets the deregistration protection of the image. */
  public void protection(ImageProtection newProtection) {
    protection = newProtection;
  }

  /** Time of deregistration; null for a registered image. */
  public Instant deregisteredAt() {
    return deregisteredAt;
  }

  /** Sets the deregistration time of the image; null for a registered image. */
  public void deregisteredAt(Instant at) {
    deregisteredAt = at;
  }
}
