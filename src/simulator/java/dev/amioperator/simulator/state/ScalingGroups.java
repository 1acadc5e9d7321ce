package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Launch configurations and Auto Scaling groups of a region, by account and name. */
public final class ScalingGroups {
  private final NavigableMap<String, Configuration> configurations = new TreeMap<>();
  private final NavigableMap<String, Group> groups = new TreeMap<>();

  /**
   * Launch configuration of Auto Scaling.
   *
   * @param snapshotIds the snapshots of its block devices
   */
  public record Configuration(
      String ownerId,
      String name,
      String imageId,
      String instanceType,
      List<String> snapshotIds,
      Instant created) {}

  /**
   * Auto Scaling group with a launch configuration or a launch template.
   *
   * @param configuration the name of a launch configuration; null if it has a template
   * @param templateId null if it has a launch configuration
   * @param templateVersion a number, {@code $Latest} or {@code $Default}
   * @param overrides the images in the overrides of a mixed instances policy, which then has the
   *     template; empty for a group without such a policy
   */
  public record Group(
      String ownerId,
      String name,
      String configuration,
      String templateId,
      String templateVersion,
      List<String> overrides,
      int desired,
      Instant created) {}

  /** Adds a launch configuration. */
  public void add(Configuration configuration) {
    configurations.put(configuration.ownerId() + "|" + configuration.name(), configuration);
  }

  /** Adds an Auto Scaling group. */
  public void add(Group group) {
    groups.put(group.ownerId() + "|" + group.name(), group);
  }

  /** Launch configurations by account and name. */
  public NavigableMap<String, Configuration> configurations() {
    return configurations;
  }

  /** Auto Scaling groups by account and name. */
  public NavigableMap<String, Group> groups() {
    return groups;
  }
}
