package dev.amioperator.simulator.state;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Anything with an id, an owner and tags. */
public abstract class Resource {
  private final String id;
  private final String ownerId;
  private Map<String, String> tags = Map.of();

  protected Resource(String id, String ownerId) {
    this.id = id;
    this.ownerId = ownerId;
  }

  /** EC2's word for the kind, as tag specifications and DescribeTags use it. */
  public abstract String type();

  /** The id, such as {@code ami-0123456789abcdef0}. */
  public final String id() {
    return id;
  }

  /** The account that owns it. */
  public final String ownerId() {
    return ownerId;
  }

  /** The tags, in the order of their keys; changed through the {@link ResourceTable} only. */
  public final Map<String, String> tags() {
    return Collections.unmodifiableMap(tags);
  }

  final void tag(String key, String value) {
    if (tags.isEmpty()) {
      tags = new TreeMap<>();
    }
    tags.put(key, value);
  }

  final String untag(String key) {
    return tags.isEmpty() ? null : tags.remove(key);
  }
}
