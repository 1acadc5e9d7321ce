package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The Recycle Bin of a region: retention rules, and what was deleted under them. */
public final class RecycleBin {
  private final NavigableMap<String, Rule> rules = new TreeMap<>();
  private final NavigableMap<String, RecycledResource<Image>> images = new TreeMap<>();
  private final NavigableMap<String, RecycledResource<Snapshot>> snapshots = new TreeMap<>();

  /**
   * A retention rule.
   *
   * @param resourceType the Recycle Bin's word, such as {@code EC2_IMAGE}
   * @param days how long a deleted resource is kept, from 1 to 365
   * @param tags a resource that has one of them falls under the rule; empty for all resources
   * @param excludedTags a resource that has one of them does not
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
   * A tag that a rule asks for.
   *
   * @param value null for any value
   */
  public record TagPattern(String key, String value) {
    private boolean matches(Resource resource) {
      return resource.tags().containsKey(key)
          && (value == null || value.equals(resource.tags().get(key)));
    }
  }

  /** Something in the bin. */
  public record RecycledResource<R extends Resource>(
      R resource, Instant enterTime, Instant exitTime) {}

  /** Puts a rule in the place of the one with its id. */
  public void put(Rule rule) {
    rules.put(rule.id(), rule);
  }

  public void remove(Rule rule) {
    rules.remove(rule.id());
  }

  /** The rule with this id, whoever owns it. */
  public Optional<Rule> rule(String id) {
    return Optional.ofNullable(rules.get(id));
  }

  /** The rules of every account, by id. */
  public Collection<Rule> rules() {
    return rules.values();
  }

  /** How long a resource is kept when it is deleted; empty if no rule covers it. */
  public Optional<Duration> retention(Resource resource) {
    return rules.values().stream()
        .filter(rule -> rule.appliesTo(resource))
        .map(rule -> Duration.ofDays(rule.days()))
        .max(Duration::compareTo);
  }

  public void put(Image image, Instant now, Duration retention) {
    images.put(image.id(), new RecycledResource<>(image, now, now.plus(retention)));
  }

  public void put(Snapshot snapshot, Instant now, Duration retention) {
    snapshots.put(snapshot.id(), new RecycledResource<>(snapshot, now, now.plus(retention)));
  }

  /** The images in the bin by id; changeable. */
  public NavigableMap<String, RecycledResource<Image>> images() {
    return images;
  }

  /** The snapshots in the bin by id; changeable. */
  public NavigableMap<String, RecycledResource<Snapshot>> snapshots() {
    return snapshots;
  }

  /** Deletes for good what was kept long enough. */
  void removeExpired(Instant now) {
    images.values().removeIf(recycledResource -> !now.isBefore(recycledResource.exitTime()));
    snapshots.values().removeIf(recycledResource -> !now.isBefore(recycledResource.exitTime()));
  }
}
