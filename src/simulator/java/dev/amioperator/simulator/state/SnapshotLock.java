package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;

/**
 * Lock on a snapshot (LockSnapshot).
 *
 * @param compliance whether the lock is in compliance mode; governance mode otherwise
 * @param coolOffHours period in which a compliance lock can still be changed; null for none
 * @param expires end of the lock
 */
public record SnapshotLock(
    boolean compliance, Integer coolOffHours, Instant created, Instant expires) {

  /** Whether the lock prevents the deletion of the snapshot at an instant. */
  public boolean active(Instant now) {
    return now.isBefore(expires);
  }

  /** Time when a compliance lock on a snapshot becomes final; null in governance mode. */
  public Instant coolOffExpires() {
    return coolOffHours == null ? null : created.plus(Duration.ofHours(coolOffHours));
  }

  /** Whether the lock on the snapshot can be removed or shortened at an instant. */
  public boolean changeable(Instant now) {
    return !compliance || (coolOffHours != null && now.isBefore(coolOffExpires()));
  }

  /** State of the snapshot lock in the EC2 API. */
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
