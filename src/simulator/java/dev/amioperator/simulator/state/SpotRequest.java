package dev.amioperator.simulator.state;

import java.time.Instant;

/** A Spot Instance request, as far as RunInstances makes them. */
public final class SpotRequest extends Resource {
  private final boolean persistent;
  private final Instant validUntil;
  private String instanceId;
  private boolean cancelled;

  /**
   * @param validUntil until when a persistent request launches again; null for ever
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

  /** The instance that it launched last. */
  public String instanceId() {
    return instanceId;
  }

  public void instanceId(String id) {
    instanceId = id;
  }

  public boolean persistent() {
    return persistent;
  }

  public void cancel() {
    cancelled = true;
  }

  /** Whether it replaces an instance that goes now. */
  public boolean isActive(Instant now) {
    return persistent && !cancelled && (validUntil == null || now.isBefore(validUntil));
  }
}
