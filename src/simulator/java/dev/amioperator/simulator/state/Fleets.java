package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** EC2 Fleets and Spot Fleet requests of a region, by account and id. */
public final class Fleets {
  private final NavigableMap<String, Fleet> fleets = new TreeMap<>();

  /**
   * An EC2 Fleet or Spot Fleet request.
   *
   * @param id {@code fleet-…}, or {@code sfr-…} of a Spot Fleet request
   * @param state such as {@code active}
   * @param imageIds of the overrides, or of the launch specifications of a Spot Fleet request
   * @param type {@code maintain}, {@code request} or {@code instant}
   */
  public record Fleet(
      String ownerId,
      String id,
      String state,
      List<String> imageIds,
      String type,
      Instant created) {}

  /** Adds a fleet, or replaces it. */
  public void add(Fleet fleet) {
    fleets.put(fleet.id(), fleet);
  }

  /** The fleets of an account whose ids start so, by id. */
  public NavigableMap<String, Fleet> ownedBy(String accountId, String idPrefix) {
    NavigableMap<String, Fleet> own = new TreeMap<>(fleets);
    own.values()
        .removeIf(fleet -> !fleet.ownerId().equals(accountId) || !fleet.id().startsWith(idPrefix));
    return own;
  }
}
