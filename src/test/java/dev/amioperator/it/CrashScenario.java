package dev.amioperator.it;

import dev.amioperator.simulator.Inventory;
import dev.amioperator.simulator.Seeds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * An object whose life is crossed by crashes, from its apply over Ready to the end of its deletion.
 *
 * @param setting makes the object, and in EC2 what it needs to be there
 * @param made what the operator makes for it in a whole life, crashes or not
 * @param stays what is there when the object is gone, of that which the setting put there
 */
record CrashScenario(String name, Setting setting, Count made, Count stays) {

  @FunctionalInterface
  interface Setting {
    /**
     * Sets the stage.
     *
     * @param home the account in the region of images
     * @param name the name that the object is to have
     */
    HasMetadata set(Seeds.Place home, String name);
  }

  /** A number of images and snapshots. */
  record Count(int images, int snapshots) {
    static Count of(Inventory inventory) {
      return new Count(inventory.images().size(), inventory.snapshots().size());
    }

    static Count of(List<String> ids) {
      return new Count(of("ami-", ids), of("snap-", ids));
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
