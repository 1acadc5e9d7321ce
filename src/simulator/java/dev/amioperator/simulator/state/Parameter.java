package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A parameter of the SSM Parameter Store. */
public final class Parameter {
  /** The data type whose values have to be images the caller can use. */
  public static final String IMAGE_DATA_TYPE = "aws:ec2:image";

  private static final String PUBLIC_PREFIX = "/aws/service/";

  private final String name;
  private final String ownerId;
  private final String type;
  private final String dataType;
  private final NavigableMap<Long, ScheduledVersion> versions = new TreeMap<>();
  private final Map<String, String> tags = new TreeMap<>();

  /** One value. */
  public record Version(long number, String value, Instant lastModified) {}

  /** A value, and from when on it is there. */
  private record ScheduledVersion(Version version, Instant visibleFrom) {
    private boolean isVisible(Instant now) {
      return !now.isBefore(visibleFrom);
    }
  }

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

  /** Who owns the parameter that an account knows by this name; AWS's own belong to no account. */
  public static String ownerOf(String accountId, String name) {
    return name.startsWith(PUBLIC_PREFIX) ? "" : accountId;
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
    return versions.isEmpty() ? 1 : versions.lastKey() + 1;
  }

  /** Adds a value that is there from an instant on. */
  public void put(Version version, Instant from) {
    versions.put(version.number(), new ScheduledVersion(version, from));
  }

  /** The newest value at an instant; null if there is none yet. */
  public Version current(Instant now) {
    return versions.descendingMap().values().stream()
        .filter(scheduledVersion -> scheduledVersion.isVisible(now))
        .map(ScheduledVersion::version)
        .findFirst()
        .orElse(null);
  }

  /** The version of this number, if it is there at an instant. */
  public Optional<Version> version(long number, Instant now) {
    return Optional.ofNullable(versions.get(number))
        .filter(scheduledVersion -> scheduledVersion.isVisible(now))
        .map(ScheduledVersion::version);
  }
}
