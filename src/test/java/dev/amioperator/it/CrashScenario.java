package dev.amioperator.it;

import dev.amioperator.simulator.Inventory;
import dev.amioperator.simulator.Seeds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An object whose life is crossed by crashes, from its apply over Ready to the end of its deletion.
 *
 * @param setting makes the object, and in EC2 what it needs to be there
 * @param made what the operator makes for it in a whole life, crashes or not
 * @param stays what is there when the object is gone, of that which the setting put there
 * @param kept which ids, of what the operator made, its deletion policy leaves there
 * @param removal how the user deletes the object
 */
record CrashScenario(
    String name,
    Setting setting,
    Count made,
    Count stays,
    Predicate<String> kept,
    Removal removal) {

  /** One that leaves nothing of what the operator made, and is deleted by itself. */
  static CrashScenario of(String name, Setting setting, Count made, Count stays) {
    return new CrashScenario(name, setting, made, stays, id -> false, Removal.OF_THE_OBJECT);
  }

  CrashScenario keeping(Predicate<String> ids) {
    return new CrashScenario(name, setting, made, stays, ids, removal);
  }

  CrashScenario removedBy(Removal way) {
    return new CrashScenario(name, setting, made, stays, kept, way);
  }

  @FunctionalInterface
  interface Setting {
    /**
     * Sets the stage.
     *
     * @param home the account in the region of images
     * @param name the name that the object is to have
     */
    HasMetadata set(Seeds.SeedTarget home, String name);
  }

  enum Removal {
    OF_THE_OBJECT,
    OF_ITS_NAMESPACE
  }

  /** A number of images, snapshots and instances. */
  record Count(int images, int snapshots, int instances) {
    static final Count NOTHING = new Count(0, 0, 0);

    /** What is there; instances that have ended are not. */
    static Count of(Inventory inventory, Predicate<String> ids) {
      return of(
          Stream.of(
                  inventory.images().stream(),
                  inventory.snapshots().stream(),
                  inventory.instances().stream().filter(i -> !i.state().equals("terminated")))
              .flatMap(items -> items)
              .map(Inventory.Item::id)
              .filter(ids)
              .toList());
    }

    static Count of(List<String> ids) {
      return new Count(of("ami-", ids), of("snap-", ids), of("i-", ids));
    }

    boolean within(Count most) {
      return images <= most.images && snapshots <= most.snapshots && instances <= most.instances;
    }

    private static int of(String prefix, List<String> ids) {
      return (int) ids.stream().filter(id -> id.startsWith(prefix)).count();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
