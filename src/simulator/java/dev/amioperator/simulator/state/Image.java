package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An AMI: the facts of its making, which never change, and the attributes that calls change. */
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
   * How an image came to be.
   *
   * @param name unique among the owner's images in the region
   * @param ownerAlias {@code amazon} and the like; null for ordinary accounts
   * @param location what DescribeImages shows as image location
   * @param sourceInstanceId the instance behind CreateImage; null otherwise
   * @param sourceImageId the image behind CopyImage or, for CreateImage, behind the instance
   * @param sourceImageRegion the region of that image
   */
  public record Origin(
      String name,
      String ownerAlias,
      String location,
      String sourceInstanceId,
      String sourceImageId,
      String sourceImageRegion) {}

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

  public String name() {
    return origin.name();
  }

  public Origin origin() {
    return origin;
  }

  public MachineTraits traits() {
    return traits;
  }

  public void traits(MachineTraits newTraits) {
    traits = newTraits;
  }

  public List<BlockDevice> blockDevices() {
    return blockDevices;
  }

  public Instant created() {
    return creation.start();
  }

  /** Why its making fails; null if it does not. */
  public AsyncOperation.Failure failure() {
    return creation.failure();
  }

  /** EC2's word for the state at an instant. */
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

  /** Whether its snapshots are encrypted, at least one of them. */
  public boolean encrypted() {
    return blockDevices.stream().anyMatch(BlockDevice::encrypted);
  }

  /** Whether calls see it at all yet: new images stay invisible for a while. */
  public boolean visible(Instant now) {
    return !now.isBefore(visibleFrom);
  }

  public Permissions sharing() {
    return sharing;
  }

  public String description() {
    return description;
  }

  public void description(String text) {
    description = text;
  }

  /** When it counts as deprecated; null for never. */
  public Instant deprecationTime() {
    return deprecationTime;
  }

  public void deprecationTime(Instant from) {
    deprecationTime = from;
  }

  public boolean deprecated(Instant now) {
    return deprecationTime != null && !now.isBefore(deprecationTime);
  }

  /** When an instance was last launched from it, as EC2 tells: a day late; null for never. */
  public Instant lastLaunched(Instant now) {
    return isReported(lastLaunched, now) ? lastLaunched : previousLaunch;
  }

  /** Notes a launch. */
  public void recordLaunch(Instant at) {
    if (lastLaunched == null || at.isAfter(lastLaunched)) {
      previousLaunch = lastLaunched(at);
      lastLaunched = at;
    }
  }

  private static boolean isReported(Instant launch, Instant now) {
    return launch != null && !now.isBefore(launch.plus(LAUNCH_REPORT_LAG));
  }

  /** The watermarks on it; changeable. */
  public List<Watermark> watermarks() {
    return watermarks;
  }

  public boolean disabled() {
    return disabled;
  }

  public void disabled(boolean nowDisabled) {
    disabled = nowDisabled;
  }

  public ImageProtection protection() {
    return protection;
  }

  public void protection(ImageProtection newProtection) {
    protection = newProtection;
  }

  /** When it was deregistered; null while it is registered. */
  public Instant deregisteredAt() {
    return deregisteredAt;
  }

  public void deregisteredAt(Instant at) {
    deregisteredAt = at;
  }
}
