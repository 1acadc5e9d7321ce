package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.Map;

/**
 * Fast launch of a Windows image.
 *
 * @param configuration what was asked, by the names in the API
 * @param since when the change was asked for
 * @param settled when it takes effect
 */
public record FastLaunch(
    String imageId,
    String ownerId,
    boolean enabled,
    Map<String, Object> configuration,
    Instant since,
    Instant settled) {

  /** EC2's word for its state; a disabled one is forgotten once that is done. */
  public String state(Instant now) {
    if (now.isBefore(settled)) {
      return enabled ? "enabling" : "disabling";
    }
    return enabled ? "enabled" : "disabled";
  }
}
