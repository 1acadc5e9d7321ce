package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** SSM parameter. */
public final class Parameter {
  /** Data type of SSM parameters whose values have to be usable images. */
  public static final String IMAGE_DATA_TYPE = "aws:ec2:image";

  private static final String PUBLIC_PREFIX = "/aws/service/";

  private final String name;
  private final String ownerId;
  private final String type;
  private final String dataType;
  private final NavigableMap<Long, ScheduledVersion> versions = new TreeMap<>();
  private final Map<String, String> tags = new TreeMap<>();
  private final Map<String, Long> labels = new TreeMap<>();

  /** Value of an SSM parameter. */
  public record Version(long number, String value, Instant lastModified, Description description) {}

  /**
   * Description of an SSM parameter version.
   *
   * @param text null for none
   * @param keyId KMS key of a SecureString; null for other types
   * @param allowedPattern regular expression that values have to match; null for any value
   * @param tier Standard or Advanced
   * @param user ARN of the principal who wrote the version
   */
  public record Description(
      String text, String keyId, String allowedPattern, String tier, String user) {
    /** Description of an SSM parameter without options. */
    public static Description plain(String user) {
      return new Description(null, null, null, "Standard", user);
    }
  }

  /** SSM parameter value and the time when it takes effect. */
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

  /** Owner of an SSM parameter; AWS's own parameters have none. */
  public static String ownerOf(String accountId, String name) {
    return name.startsWith(PUBLIC_PREFIX) ? "" : accountId;
  }

  /** Name of the SSM parameter. */
  public String name() {
    return name;
  }

  /** Account that owns the SSM parameter. */
  public String ownerId() {
    return ownerId;
  }

  /** Type of the SSM parameter. */
  public String type() {
    return type;
  }

  /** Data type of the SSM parameter. */
  public String dataType() {
    return dataType;
  }

  /** Mutable map of tags on the SSM parameter. */
  public Map<String, String> tags() {
    return tags;
  }

  /** Mutable map of the SSM parameter's labels to version numbers. */
  public Map<String, Long> labels() {
    return labels;
  }

  /** Labels of an SSM parameter version, in alphabetical order. */
  public List<String> labelsOf(long number) {
    return labels.entrySet().stream()
        .filter(label -> label.getValue() == number)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Number of the next SSM parameter version. */
  public long nextVersion() {
    return versions.isEmpty() ? 1 : versions.lastKey() + 1;
  }

  /** Adds an SSM parameter value that takes effect at an instant. */
  public void put(Version version, Instant from) {
    versions.put(version.number(), new ScheduledVersion(version, from));
  }

  /** SSM parameter versions that are in effect at an instant, by number. */
  public NavigableMap<Long, Version> versions(Instant now) {
    NavigableMap<Long, Version> visible = new TreeMap<>();
    versions.values().stream()
        .filter(scheduledVersion -> scheduledVersion.isVisible(now))
        .map(ScheduledVersion::version)
        .forEach(version -> visible.put(version.number(), version));
    return visible;
  }

  /** Removes the oldest SSM parameter version. */
  public void removeOldest() {
    versions.pollFirstEntry();
  }

  /** Newest SSM parameter value at an instant; null for none yet. */
  public Version current(Instant now) {
    return versions.descendingMap().values().stream()
        .filter(scheduledVersion -> scheduledVersion.isVisible(now))
        .map(ScheduledVersion::version)
        .findFirst()
        .orElse(null);
  }

  /** SSM parameter version with this number or label, if it is in effect at an instant. */
  public Optional<Version> selected(String selector, Instant now) {
    boolean number = selector.matches("[0-9]{1,9}");
    Long wanted = number ? Long.valueOf(selector) : labels.get(selector);
    return wanted == null ? Optional.empty() : version(wanted, now);
  }

  /** SSM parameter version with this number, if it is in effect at an instant. */
  public Optional<Version> version(long number, Instant now) {
    return Optional.ofNullable(versions.get(number))
        .filter(scheduledVersion -> scheduledVersion.isVisible(now))
        .map(ScheduledVersion::version);
  }
}
