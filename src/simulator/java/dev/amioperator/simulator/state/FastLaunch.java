package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.Map;

/**
 * Fast launch of a Windows image.
 *
 * @param configuration members of the request by name
 * @param stateChangeStart time of the request
 * @param stateChangeEnd time when it takes effect
 * @param failure reason of a failure; null for success
 */
public record FastLaunch(
    String imageId,
    String ownerId,
    boolean enabled,
    Map<String, Object> configuration,
    Instant stateChangeStart,
    Instant stateChangeEnd,
    AsyncOperation.Failure failure) {

  /** State of fast launch in the EC2 API. */
  public String state(Instant now) {
    if (now.isBefore(stateChangeEnd)) {
      return enabled ? "enabling" : "disabling";
    }
    if (failure != null) {
      return enabled ? "enabling-failed" : "disabling-failed";
    }
    return enabled ? "enabled" : "disabled";
  }

  /** Reason for the state of fast launch. */
  public String reason(Instant now) {
    return failure == null || now.isBefore(stateChangeEnd)
        ? "Client.UserInitiated"
        : failure.message();
  }

  /** Start of the current state of fast launch. */
  public Instant stateSince(Instant now) {
    return now.isBefore(stateChangeEnd) ? stateChangeStart : stateChangeEnd;
  }
}
