package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Launch template and its versions. */
public final class LaunchTemplate extends Resource {
  private final String name;
  private final Instant created;
  private final NavigableMap<Long, Version> versions = new TreeMap<>();
  private long latest;
  private long defaultVersion = 1;

  /**
   * Launch template version.
   *
   * @param description null if it has none
   * @param data the launch parameters by their names in the API
   */
  public record Version(
      long number,
      String description,
      String createdBy,
      Instant created,
      Map<String, Object> data) {

    /** Image of the launch template version; null for none. */
    public String imageId() {
      return (String) data.get("ImageId");
    }
  }

  /** Creates a launch template. */
  public LaunchTemplate(String id, String ownerId, String name, Instant created) {
    super(id, ownerId);
    this.name = name;
    this.created = created;
  }

  @Override
  public String type() {
    return "launch-template";
  }

  /** Name of the launch template. */
  public String name() {
    return name;
  }

  /** Creation time of the launch template. */
  public Instant created() {
    return created;
  }

  /** Adds the next launch template version. */
  public Version add(String description, String createdBy, Instant at, Map<String, Object> data) {
    Version version = new Version(++latest, description, createdBy, at, Map.copyOf(data));
    versions.put(version.number(), version);
    return version;
  }

  /** Launch template versions by number. */
  public NavigableMap<Long, Version> versions() {
    return versions;
  }

  /** Number of the default launch template version. */
  public long defaultVersion() {
    return defaultVersion;
  }

  /** Sets the default launch template version. */
  public void defaultVersion(long number) {
    defaultVersion = number;
  }
}
