package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.Map;

/**
 * Fast launch of a Windows image.
 *
 * @param configuration what was asked, by the names in the API
 * @param since when the change was asked for
 * @param settled when it takes effect
 * @param failure why it will not; null when it will
 */
public record FastLaunch(
    String imageId,
    String ownerId,
    boolean enabled,
    Map<String, Object> configuration,
    Instant since,
    Instant settled,
    Maturing.Failure failure) {

  /** EC2's word for its state; a disabled one is forgotten once that is done. */
  public String state(Instant now) {
    if (now.isBefore(settled)) {
      return enabled ? "enabling" : "disabling";
    }
    if (failure != null) {
      return enabled ? "enabling-failed" : "disabling-failed";
    }
    return enabled ? "enabled" : "disabled";
  }

  /** Why it is in its state; null when that needs no explanation. */
  public String reason(Instant now) {
    return failure == null || now.isBefore(settled) ? null : failure.message();
  }

  /** When its state began. */
  public Instant stateSince(Instant now) {
    return now.isBefore(settled) ? since : settled;
  }
}
