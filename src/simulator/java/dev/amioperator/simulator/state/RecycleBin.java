package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Recycle Bin of a region: retention rules, deleted images and snapshots. */
public final class RecycleBin {
  private final NavigableMap<String, Rule> rules = new TreeMap<>();
  private final NavigableMap<String, RecycledResource<Image>> images = new TreeMap<>();
  private final NavigableMap<String, RecycledResource<Snapshot>> snapshots = new TreeMap<>();

  /**
   * Retention rule of the Recycle Bin.
   *
   * @param resourceType type in the Recycle Bin, such as {@code EC2_IMAGE}
   * @param days retention period in days, from 1 to 365
   * @param tags tags of covered resources, any of which is enough; empty for all resources
   * @param excludedTags tags of resources that are not covered
   */
  public record Rule(
      String id,
      String ownerId,
      String resourceType,
      int days,
      List<TagPattern> tags,
      List<TagPattern> excludedTags,
      String description) {

    private boolean appliesTo(Resource resource) {
      return ownerId.equals(resource.ownerId())
          && resourceType.equals(rbinResourceType(resource))
          && (tags.isEmpty() || tags.stream().anyMatch(tag -> tag.matches(resource)))
          && excludedTags.stream().noneMatch(tag -> tag.matches(resource));
    }

    private static String rbinResourceType(Resource resource) {
      return switch (resource.type()) {
        case "image" -> "EC2_IMAGE";
        case "snapshot" -> "EBS_SNAPSHOT";
        default -> "";
      };
    }
  }

  /**
   * Tag in a retention rule of the Recycle Bin.
   *
   * @param value null for any value
   */
  public record TagPattern(String key, String value) {
    private boolean matches(Resource resource) {
      return resource.tags().containsKey(key)
          && (value == null || value.equals(resource.tags().get(key)));
    }
  }

  /** Image or snapshot in the Recycle Bin. */
  public record RecycledResource<R extends Resource>(
      R resource, Instant enterTime, Instant exitTime) {}

  /** Adds or replaces a retention rule of the Recycle Bin. */
  public void put(Rule rule) {
    rules.put(rule.id(), rule);
  }

  /** Removes a retention rule of the Recycle Bin. */
  public void remove(Rule rule) {
    rules.remove(rule.id());
  }

  /** Retention rule of the Recycle Bin by id, whatever its owner. */
  public Optional<Rule> rule(String id) {
    return Optional.ofNullable(rules.get(id));
  }

  /** Retention rules of every account, by id. */
  public Collection<Rule> rules() {
    return rules.values();
  }

  /** Retention of an image or snapshot in the Recycle Bin; empty without a rule. */
  public Optional<Duration> retention(Resource resource) {
    return rules.values().stream()
        .filter(rule -> rule.appliesTo(resource))
        .map(rule -> Duration.ofDays(rule.days()))
        .max(Duration::compareTo);
  }

  /** Adds a deregistered image to the Recycle Bin. */
  public void put(Image image, Instant now, Duration retention) {
    images.put(image.id(), new RecycledResource<>(image, now, now.plus(retention)));
  }

  /** Adds a deleted snapshot to the Recycle Bin. */
  public void put(Snapshot snapshot, Instant now, Duration retention) {
    snapshots.put(snapshot.id(), new RecycledResource<>(snapshot, now, now.plus(retention)));
  }

  /** Mutable map of images in the Recycle Bin, by id. */
  public NavigableMap<String, RecycledResource<Image>> images() {
    return images;
  }

  /** Mutable map of snapshots in the Recycle Bin, by id. */
  public NavigableMap<String, RecycledResource<Snapshot>> snapshots() {
    return snapshots;
  }

  /** Deletes images and snapshots whose retention period has expired. */
  void removeExpired(Instant now) {
    images.values().removeIf(recycledResource -> !now.isBefore(recycledResource.exitTime()));
    snapshots.values().removeIf(recycledResource -> !now.isBefore(recycledResource.exitTime()));
  }
}
