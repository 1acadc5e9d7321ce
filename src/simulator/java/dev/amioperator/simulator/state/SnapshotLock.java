package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;

/**
 * A lock on a snapshot (LockSnapshot).
 *
 * @param compliance whether it is in compliance mode, which nobody can end early; otherwise it is
 *     in governance mode
 * @param coolOffHours how long a compliance lock can still be changed; null for not at all
 * @param expires when it ends by itself
 */
public record SnapshotLock(
    boolean compliance, Integer coolOffHours, Instant created, Instant expires) {

  /** Whether the snapshot cannot be deleted at an instant. */
  public boolean active(Instant now) {
    return now.isBefore(expires);
  }

  /** When a compliance lock becomes final; null in governance mode. */
  public Instant coolOffExpires() {
    return coolOffHours == null ? null : created.plus(Duration.ofHours(coolOffHours));
  }

  /** Whether it can be lifted or shortened at an instant. */
  public boolean changeable(Instant now) {
    return !compliance || (coolOffHours != null && now.isBefore(coolOffExpires()));
  }

  /** EC2's word for its state. */
  public String state(Instant now) {
    if (!active(now)) {
      return "expired";
    }
    if (!compliance) {
      return "governance";
    }
    return changeable(now) ? "compliance-cooloff" : "compliance";
  }
}
