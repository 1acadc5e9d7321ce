package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.Map;

/**
 * Fast launch of a Windows image.
 *
 * @param configuration what was asked, by the names in the API
 * @param stateChangeStart when the change was asked for
 * @param stateChangeEnd when it takes effect
 * @param failure why it will not; null when it will
 */
public record FastLaunch(
    String imageId,
    String ownerId,
    boolean enabled,
    Map<String, Object> configuration,
    Instant stateChangeStart,
    Instant stateChangeEnd,
    AsyncOperation.Failure failure) {

  /** EC2's word for its state; a disabled one is forgotten once that is done. */
  public String state(Instant now) {
    if (now.isBefore(stateChangeEnd)) {
      return enabled ? "enabling" : "disabling";
    }
    if (failure != null) {
      return enabled ? "enabling-failed" : "disabling-failed";
    }
    return enabled ? "enabled" : "disabled";
  }

  /** Why it is in its state; null when that needs no explanation. */
  public String reason(Instant now) {
    return failure == null || now.isBefore(stateChangeEnd) ? null : failure.message();
  }

  /** When its state began. */
  public Instant stateSince(Instant now) {
    return now.isBefore(stateChangeEnd) ? stateChangeStart : stateChangeEnd;
  }
}
