package dev.amioperator.simulator.state;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** AWS resource with an id, an owner and tags. */
public abstract class Resource {
  private final String id;
  private final String ownerId;
  private Map<String, String> tags = Map.of();

  protected Resource(String id, String ownerId) {
    this.id = id;
    this.ownerId = ownerId;
  }

  /** Resource type in EC2's tag specifications and in DescribeTags. */
  public abstract String type();

  /** Id of the AWS resource, such as {@code ami-0123456789abcdef0}. */
  public final String id() {
    return id;
  }

  /** AWS account that owns the resource. */
  public final String ownerId() {
    return ownerId;
  }

  /** Tags of the AWS resource in the order of their keys; {@link ResourceTable} changes them. */
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
