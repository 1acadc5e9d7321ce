package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A parameter of the SSM Parameter Store. */
public final class Parameter {
  private final String name;
  private final String ownerId;
  private final String type;
  private final String dataType;
  private final NavigableMap<Instant, Version> versions = new TreeMap<>();
  private final Map<String, String> tags = new TreeMap<>();

  /** One value. */
  public record Version(long number, String value, Instant put) {}

  /**
   * @param type String, StringList or SecureString
   * @param dataType {@code text} or {@code aws:ec2:image}; it never changes
   */
  public Parameter(String name, String ownerId, String type, String dataType) {
    this.name = name;
    this.ownerId = ownerId;
    this.type = type;
    this.dataType = dataType;
  }

  public String name() {
    return name;
  }

  public String ownerId() {
    return ownerId;
  }

  public String type() {
    return type;
  }

  public String dataType() {
    return dataType;
  }

  /** The tags; changeable. */
  public Map<String, String> tags() {
    return tags;
  }

  /** The number that the next version gets. */
  public long nextVersion() {
    return versions.isEmpty() ? 1 : versions.lastEntry().getValue().number() + 1;
  }

  /** Adds a value that is there from an instant on. */
  public void put(Version version, Instant from) {
    versions.put(from, version);
  }

  /** The value at an instant; null if there is none yet. */
  public Version current(Instant now) {
    var entry = versions.floorEntry(now);
    return entry == null ? null : entry.getValue();
  }
}
