package dev.amioperator.ec2;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

/**
 * The tags of an EC2 resource, unmodifiable, in a third of the memory of {@link Map#of}: the
 * inventory of a large account has those of a hundred thousand images. EC2 permits 50 tags, so that
 * a key is found soon without a hash.
 */
public final class Tags extends AbstractMap<String, String> {
  private static final Map<String, String> NONE = Map.of();

  /** Each key, followed by its value. */
  private final String[] entries;

  private Tags(String[] entries) {
    this.entries = entries;
  }

  /**
   * An unmodifiable copy.
   *
   * @throws NullPointerException for a key or value that is null
   */
  public static Map<String, String> copyOf(Map<String, String> tags) {
    if (tags instanceof Tags || tags == NONE) {
      return tags;
    }
    String[] entries = new String[2 * tags.size()];
    int i = 0;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      entries[i++] = Objects.requireNonNull(tag.getKey());
      entries[i++] = Objects.requireNonNull(tag.getValue());
    }
    return i == 0 ? NONE : new Tags(entries);
  }

  @Override
  public int size() {
    return entries.length / 2;
  }

  @Override
  public String get(Object key) {
    for (int i = 0; i < entries.length; i += 2) {
      if (entries[i].equals(key)) {
        return entries[i + 1];
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return Tags.this.size();
      }

      @Override
      public Iterator<Map.Entry<String, String>> iterator() {
        return new EntryIterator();
      }
    };
  }

  private final class EntryIterator implements Iterator<Map.Entry<String, String>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < entries.length;
    }

    @Override
    public Map.Entry<String, String> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      next += 2;
      return Map.entry(entries[next - 2], entries[next - 1]);
    }
  }
}
