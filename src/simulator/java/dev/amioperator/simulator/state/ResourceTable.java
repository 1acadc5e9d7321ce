package dev.amioperator.simulator.state;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * EC2 resources of a kind in a region, indexed by id, owner and tag. Every look-up has the order of
 * the ids, for paging; the order says nothing about age.
 */
public final class ResourceTable<R extends Resource> {
  private record TagKey(String ownerId, String key, String value) {}

  private final NavigableMap<String, R> byId = new TreeMap<>();
  private final Map<String, NavigableMap<String, R>> byOwner = new HashMap<>();
  private final Map<TagKey, NavigableMap<String, R>> byTag = new HashMap<>();

  /** Adds an EC2 resource with its tags. */
  public void add(R resource) {
    byId.put(resource.id(), resource);
    byOwner.computeIfAbsent(resource.ownerId(), o -> new TreeMap<>()).put(resource.id(), resource);
    resource.tags().forEach((key, value) -> index(resource, key, value));
  }

  /** Removes an EC2 resource; null if there was none. */
  public R remove(String id) {
    R resource = byId.remove(id);
    if (resource != null) {
      byOwner.get(resource.ownerId()).remove(id);
      resource.tags().forEach((key, value) -> unindex(resource, key, value));
    }
    return resource;
  }

  /** EC2 resource with this id, or null. */
  public R get(String id) {
    return byId.get(id);
  }

  /** EC2 resources of every account. */
  public NavigableMap<String, R> all() {
    return Collections.unmodifiableNavigableMap(byId);
  }

  /** EC2 resources of an account. */
  public NavigableMap<String, R> ownedBy(String ownerId) {
    return view(byOwner.get(ownerId));
  }

  /** EC2 resources of an account with this tag. */
  public NavigableMap<String, R> tagged(String ownerId, String key, String value) {
    return view(byTag.get(new TagKey(ownerId, key, value)));
  }

  /** Sets or replaces a tag of an EC2 resource. */
  public void tag(R resource, String key, String value) {
    untag(resource, key);
    resource.tag(key, value);
    index(resource, key, value);
  }

  /** Removes a tag of an EC2 resource; an absent tag is no error. */
  public void untag(R resource, String key) {
    String old = resource.untag(key);
    if (old != null) {
      unindex(resource, key, old);
    }
  }

  private void index(R resource, String key, String value) {
    if (byId.get(resource.id()) == resource) {
      byTag
          .computeIfAbsent(new TagKey(resource.ownerId(), key, value), k -> new TreeMap<>())
          .put(resource.id(), resource);
    }
  }

  private void unindex(R resource, String key, String value) {
    TagKey tagKey = new TagKey(resource.ownerId(), key, value);
    NavigableMap<String, R> carriers = byTag.get(tagKey);
    if (carriers != null) {
      carriers.remove(resource.id());
      if (carriers.isEmpty()) {
        byTag.remove(tagKey);
      }
    }
  }

  private NavigableMap<String, R> view(NavigableMap<String, R> found) {
    return found == null
        ? Collections.emptyNavigableMap()
        : Collections.unmodifiableNavigableMap(found);
  }
}
