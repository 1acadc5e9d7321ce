package dev.amioperator.ec2.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkClient;

/** SDK clients per account and region; those that are unused, or too many, are closed. */
final class ClientCache {
  /** Longer than a region is scanned without objects; a policy builds its clients again. */
  private static final Duration CLOSE_UNUSED_AFTER = Duration.ofMinutes(15);

  /** Fifty accounts in ten regions with two services; a client takes about 100 KB. */
  private static final int MOST = 1000;

  private final InstantSource clock;

  /** Least recently used first. */
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  ClientCache(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param account the AwsAccount's name; empty for clients with the operator's own credentials,
   *     which all AwsAccounts without role share
   * @param credentials the provider itself, so that no client outlives a change of the role
   */
  record Key(
      Class<?> client,
      Optional<String> account,
      AwsCredentialsProvider credentials,
      String region) {}

  private static final class Entry {
    private final SdkClient client;
    private Instant usedAt;

    private Entry(SdkClient client) {
      this.client = client;
    }
  }

  synchronized SdkClient get(Key key, Supplier<SdkClient> builder) {
    Entry entry = entries.computeIfAbsent(key, k -> new Entry(builder.get()));
    entry.usedAt = clock.instant();
    closeUnused(entry.usedAt.minus(CLOSE_UNUSED_AFTER));
    return entry.client;
  }

  private void closeUnused(Instant before) {
    Iterator<Entry> eldest = entries.values().iterator();
    while (eldest.hasNext()) {
      Entry entry = eldest.next();
      if (entries.size() <= MOST && !entry.usedAt.isBefore(before)) {
        return;
      }
      eldest.remove();
      entry.client.close();
    }
  }

  /** Closes the clients of an AwsAccount's role. */
  synchronized void close(String account) {
    closeIf(key -> key.account.equals(Optional.of(account)));
  }

  synchronized void closeAll() {
    closeIf(key -> true);
  }

  synchronized int size() {
    return entries.size();
  }

  private void closeIf(Predicate<Key> condition) {
    List.copyOf(entries.keySet()).stream()
        .filter(condition)
        .forEach(key -> entries.remove(key).client.close());
  }
}
