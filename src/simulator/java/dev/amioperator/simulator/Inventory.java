package dev.amioperator.simulator;

import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Resource;
import dev.amioperator.simulator.state.ResourceTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Images, snapshots and instances of every account and region. Reading it is not an AWS call and
 * leaves no trace in the journal.
 */
public final class Inventory {
  private final CloudState cloudState;
  private final SimulatedClock clock;
  private final CallDispatcher dispatcher;

  Inventory(CloudState cloudState, SimulatedClock clock, CallDispatcher dispatcher) {
    this.cloudState = cloudState;
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  /**
   * Image, snapshot or instance in the inventory.
   *
   * @param name the name in EC2; null for kinds without a name
   * @param state the state in the EC2 API
   */
  public record Item(
      String account,
      String region,
      String id,
      String name,
      String state,
      Map<String, String> tags) {}

  /** Every image, including deregistered images that are still listed. */
  public List<Item> images() {
    return list(Region::images, (image, now) -> new NameAndState(image.name(), image.state(now)));
  }

  /** Every snapshot. */
  public List<Item> snapshots() {
    return list(Region::snapshots, (snapshot, now) -> new NameAndState(null, snapshot.state(now)));
  }

  /** Every instance. */
  public List<Item> instances() {
    return list(
        Region::instances, (instance, now) -> new NameAndState(null, instance.state(now).value()));
  }

  private record NameAndState(String name, String state) {}

  private <R extends Resource> List<Item> list(
      Function<Region, ResourceTable<R>> table, BiFunction<R, Instant, NameAndState> look) {
    return dispatcher.runExclusively(
        () -> {
          Instant now = clock.instant();
          List<Item> items = new ArrayList<>();
          for (Region region : cloudState.regions()) {
            for (R resource : table.apply(region).all().values()) {
              items.add(item(region, resource, look.apply(resource, now)));
            }
          }
          return items;
        });
  }

  private static Item item(Region region, Resource resource, NameAndState nameAndState) {
    return new Item(
        resource.ownerId(),
        region.name(),
        resource.id(),
        nameAndState.name(),
        nameAndState.state(),
        Map.copyOf(resource.tags()));
  }
}
