package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.retention.PolicyConfigMaps.Content;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the items of plans into ConfigMaps, when they change: {@code <policy>-plan} with the
 * table, and {@code <policy>-plan-items}, {@code -items-2} and so on with all lines.
 */
@ApplicationScoped
class PlanItemsStore {
  static final String TABLE_KEY = "plan.txt";
  static final String ITEMS_KEY = "items.jsonl.gz";
  static final String HASH_KEY = "hash";
  private static final String DIGEST_KEY = "digest";
  private static final String SHARDS_KEY = "shards";

  /** More than {@code status.plan} can ever need: some 300,000 images. */
  private static final int MAX_SHARDS = 32;

  /** Between two checks that what this process wrote is still there. */
  private static final Duration RECHECKED_AFTER = Duration.ofHours(1);

  private final PolicyConfigMaps configMaps;
  private final Map<String, Written> written = new ConcurrentHashMap<>();

  PlanItemsStore(PolicyConfigMaps configMaps) {
    this.configMaps = configMaps;
  }

  private record Written(String digest, Instant at) {}

  /**
   * Writes the items, unless they are written.
   *
   * @param hash of the plan that can be approved; empty: there is none
   * @throws PolicyConfigMaps.UnavailableException if ConfigMaps cannot be written
   */
  void write(AmiRetentionPolicy policy, PlanItems items, Optional<String> hash, Instant now) {
    String uid = policy.getMetadata().getUid();
    String digest = items.digest() + hash.orElse("");
    Written last = written.get(uid);
    if (last != null && last.digest.equals(digest) && now.isBefore(last.at.plus(RECHECKED_AFTER))) {
      return;
    }
    String name = policy.getMetadata().getName() + "-plan";
    Optional<Content> found = configMaps.read(policy, name);
    if (found.filter(content -> digest.equals(content.text().get(DIGEST_KEY))).isEmpty()) {
      int shards = replaceShards(policy, name, items, found.map(PlanItemsStore::shardCount));
      // The index is written last: a crash before repeats all of it.
      configMaps.replace(
          policy,
          name,
          new Content(
              Map.of(
                  TABLE_KEY,
                  items.table(),
                  SHARDS_KEY,
                  String.valueOf(shards),
                  DIGEST_KEY,
                  digest,
                  HASH_KEY,
                  hash.orElse("")),
              Map.of()));
    }
    written.put(uid, new Written(digest, now));
  }

  /** Drops what is remembered about a deleted policy. */
  void forget(AmiRetentionPolicy policy) {
    written.remove(policy.getMetadata().getUid());
  }

  private int replaceShards(
      AmiRetentionPolicy policy, String name, PlanItems items, Optional<Integer> before) {
    List<byte[]> shards = GzipShards.of(items.lines());
    for (int i = 0; i < shards.size(); i++) {
      configMaps.replace(
          policy, shardName(name, i), new Content(Map.of(), Map.of(ITEMS_KEY, shards.get(i))));
    }
    for (int i = shards.size(); i < before.orElse(0); i++) {
      configMaps.delete(policy, shardName(name, i));
    }
    return shards.size();
  }

  private static int shardCount(Content index) {
    try {
      return Math.clamp(Integer.parseInt(index.text().getOrDefault(SHARDS_KEY, "")), 0, MAX_SHARDS);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String shardName(String name, int index) {
    return index == 0 ? name + "-items" : "%s-items-%d".formatted(name, index + 1);
  }
}
