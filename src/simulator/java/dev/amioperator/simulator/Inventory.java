package dev.amioperator.simulator;

import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Resource;
import dev.amioperator.simulator.state.Table;
import dev.amioperator.simulator.state.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What is in the simulated cloud, seen from above: every account and region, whatever a caller
 * could see. Looking is not a call and is in no journal.
 */
public final class Inventory {
  private final World world;
  private final SimulatedClock clock;
  private final FrontDoor door;

  Inventory(World world, SimulatedClock clock, FrontDoor door) {
    this.world = world;
    this.clock = clock;
    this.door = door;
  }

  /**
   * One resource.
   *
   * @param name the name that EC2 knows it by; null for kinds that have none
   * @param state the state as EC2 would tell it
   */
  public record Item(
      String account,
      String region,
      String id,
      String name,
      String state,
      Map<String, String> tags) {}

  /** Every image, deregistered ones that linger included. */
  public List<Item> images() {
    return each(Region::images, (image, now) -> new Look(image.name(), image.state(now)));
  }

  /** Every snapshot. */
  public List<Item> snapshots() {
    return each(Region::snapshots, (snapshot, now) -> new Look(null, snapshot.state(now)));
  }

  /** Every instance. */
  public List<Item> instances() {
    return each(Region::instances, (instance, now) -> new Look(null, instance.state(now).word()));
  }

  private record Look(String name, String state) {}

  private <R extends Resource> List<Item> each(
      Function<Region, Table<R>> table, BiFunction<R, Instant, Look> look) {
    return door.exclusively(
        () -> {
          Instant now = clock.instant();
          List<Item> items = new ArrayList<>();
          for (Region region : world.regions()) {
            for (R resource : table.apply(region).all().values()) {
              items.add(item(region, resource, look.apply(resource, now)));
            }
          }
          return items;
        });
  }

  private static Item item(Region region, Resource resource, Look look) {
    return new Item(
        resource.ownerId(),
        region.name(),
        resource.id(),
        look.name(),
        look.state(),
        Map.copyOf(resource.tags()));
  }
}
