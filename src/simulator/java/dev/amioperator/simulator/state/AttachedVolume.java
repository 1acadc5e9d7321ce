package dev.amioperator.simulator.state;

import java.time.Instant;

/** EBS volume with its own tags, and the instance that it was created with. */
public final class AttachedVolume extends Resource {
  private final Volume volume;
  private final Instance instance;

  AttachedVolume(Volume volume, Instance instance) {
    super(volume.id(), instance.ownerId());
    this.volume = volume;
    this.instance = instance;
  }

  @Override
  public String type() {
    return "volume";
  }

  /** Properties of the EBS volume. */
  public Volume volume() {
    return volume;
  }

  /** Instance of the EBS volume. */
  public Instance instance() {
    return instance;
  }

  /** Whether the EBS volume is attached at an instant: until its instance is terminated. */
  public boolean attached(Instant now) {
    return instance.state(now) != Instance.State.TERMINATED;
  }

  /** Whether the EBS volume exists at an instant, attached or left behind by its instance. */
  public boolean exists(Instant now) {
    return attached(now) || !volume.deleteOnTermination();
  }
}
