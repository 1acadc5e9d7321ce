package dev.amioperator.simulator.state;

import java.time.Instant;

/** Spot Instance request of RunInstances. */
public final class SpotRequest extends Resource {
  private final boolean persistent;
  private final Instant validUntil;
  private String instanceId;
  private boolean cancelled;

  /**
   * @param validUntil end of a persistent request; null for no end
   */
  public SpotRequest(String id, String ownerId, boolean persistent, Instant validUntil) {
    super(id, ownerId);
    this.persistent = persistent;
    this.validUntil = validUntil;
  }

  @Override
  public String type() {
    return "spot-instances-request";
  }

  /** Instance that the Spot request launched last. */
  public String instanceId() {
    return instanceId;
  }

  /** Sets the instance of the Spot request. */
  public void instanceId(String id) {
    instanceId = id;
  }

  /** Whether the Spot request is persistent. */
  public boolean persistent() {
    return persistent;
  }

  /** Cancels the Spot request. */
  public void cancel() {
    cancelled = true;
  }

  /** Whether the Spot request replaces a terminated instance. */
  public boolean isActive(Instant now) {
    return persistent && !cancelled && (validUntil == null || now.isBefore(validUntil));
  }
}
