package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The Recycle Bin of a region: retention rules, and what was deleted under them. */
public final class RecycleBin {
  private final List<Rule> rules = new ArrayList<>();
  private final NavigableMap<String, Binned<Image>> images = new TreeMap<>();
  private final NavigableMap<String, Binned<Snapshot>> snapshots = new TreeMap<>();

  /**
   * A retention rule.
   *
   * @param resourceType {@code image} or {@code snapshot}
   * @param days how long a deleted resource is kept, from 1 to 365
   * @param tags a resource that has one of them falls under the rule; empty for all resources
   */
  public record Rule(String ownerId, String resourceType, int days, Map<String, String> tags) {
    public Rule {
      if (days < 1 || days > 365) {
        throw new IllegalArgumentException("A retention rule keeps from 1 to 365 days");
      }
    }

    private boolean covers(Resource resource) {
      return ownerId.equals(resource.ownerId())
          && resourceType.equals(resource.type())
          && (tags.isEmpty()
              || tags.entrySet().stream()
                  .anyMatch(tag -> tag.getValue().equals(resource.tags().get(tag.getKey()))));
    }
  }

  /** Something in the bin. */
  public record Binned<R extends Resource>(R resource, Instant entered, Instant leaves) {}

  public void add(Rule rule) {
    rules.add(rule);
  }

  /** How long a resource is kept when it is deleted; empty if no rule covers it. */
  public Optional<Duration> retention(Resource resource) {
    return rules.stream()
        .filter(rule -> rule.covers(resource))
        .map(rule -> Duration.ofDays(rule.days()))
        .max(Duration::compareTo);
  }

  public void put(Image image, Instant now, Duration retention) {
    images.put(image.id(), new Binned<>(image, now, now.plus(retention)));
  }

  public void put(Snapshot snapshot, Instant now, Duration retention) {
    snapshots.put(snapshot.id(), new Binned<>(snapshot, now, now.plus(retention)));
  }

  /** The images in the bin by id; changeable. */
  public NavigableMap<String, Binned<Image>> images() {
    return images;
  }

  /** The snapshots in the bin by id; changeable. */
  public NavigableMap<String, Binned<Snapshot>> snapshots() {
    return snapshots;
  }

  /** Deletes for good what was kept long enough. */
  void expire(Instant now) {
    images.values().removeIf(binned -> !now.isBefore(binned.leaves()));
    snapshots.values().removeIf(binned -> !now.isBefore(binned.leaves()));
  }
}
