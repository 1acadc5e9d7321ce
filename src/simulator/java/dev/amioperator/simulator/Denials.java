package dev.amioperator.simulator;

import dev.amioperator.simulator.state.Denial;
import dev.amioperator.simulator.state.World;
import java.util.List;

/**
 * Who may not do what. Everything is allowed that no denial meets: whole policy documents are not
 * evaluated.
 */
public final class Denials {
  private final World world;
  private final FrontDoor door;

  Denials(World world, FrontDoor door) {
    this.world = world;
    this.door = door;
  }

  /** Adds a denial. */
  public void add(Denial denial) {
    door.exclusively(() -> world.denials().add(denial));
  }

  /** Removes every denial. */
  public void clear() {
    door.exclusively(
        () -> {
          world.denials().clear();
          return null;
        });
  }

  /** The denials in force. */
  public List<Denial> list() {
    return door.exclusively(() -> List.copyOf(world.denials()));
  }
}
