package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.retention.PolicyConfigMaps.Content;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores plans that can be approved in immutable ConfigMaps, named by their hash. What is read is
 * hashed again, so it does not matter who wrote it.
 */
@ApplicationScoped
class ApprovablePlanStore {
  static final String LINES_KEY = "plan.jsonl.gz";
  static final String SHARDS_KEY = "shards";
  private static final String HASH_KEY = "hash";

  /** More than {@link ApprovablePlan#MAX_BYTES} of text ever need. */
  private static final int MAX_SHARDS = 24;

  private final PolicyConfigMaps configMaps;

  ApprovablePlanStore(PolicyConfigMaps configMaps) {
    this.configMaps = configMaps;
  }

  /** The stored plan of a hash. */
  sealed interface StoredPlan {
    record Found(ApprovablePlan plan) implements StoredPlan {}

    record NotFound() implements StoredPlan {}

    /** The lines do not have the hash, or are incomplete. */
    record Altered(String configMap) implements StoredPlan {}
  }

  /**
   * Reads the plan of a hash.
   *
   * @throws PolicyConfigMaps.UnavailableException if ConfigMaps cannot be read
   */
  StoredPlan read(AmiRetentionPolicy policy, String hash) {
    String name = name(policy, hash);
    Optional<Content> first = configMaps.read(policy, name);
    if (first.isEmpty()) {
      return new StoredPlan.NotFound();
    }
    List<byte[]> shards = new ArrayList<>();
    int count = shardCount(first.get());
    for (int i = 0; i < count; i++) {
      Optional<Content> shard = i == 0 ? first : configMaps.read(policy, shardName(name, i));
      byte[] lines = shard.map(found -> found.binary().get(LINES_KEY)).orElse(null);
      if (lines == null) {
        return new StoredPlan.Altered(shardName(name, i));
      }
      shards.add(lines);
    }
    return GzipShards.lines(shards, 2 * ApprovablePlan.MAX_BYTES)
        .map(ApprovablePlan::new)
        .filter(plan -> plan.hash().equals(hash))
        .<StoredPlan>map(StoredPlan.Found::new)
        .orElseGet(() -> new StoredPlan.Altered(name));
  }

  /**
   * Stores a plan, the first part last: a plan that is found is complete.
   *
   * @throws PolicyConfigMaps.UnavailableException if ConfigMaps cannot be written
   */
  void store(AmiRetentionPolicy policy, ApprovablePlan plan, String hash) {
    String name = name(policy, hash);
    List<byte[]> shards = GzipShards.of(plan.lines().stream());
    for (int i = shards.size() - 1; i >= 0; i--) {
      Map<String, String> text =
          i == 0 ? Map.of(HASH_KEY, hash, SHARDS_KEY, String.valueOf(shards.size())) : Map.of();
      configMaps.createImmutable(
          policy, shardName(name, i), new Content(text, Map.of(LINES_KEY, shards.get(i))));
    }
  }

  /** Deletes the plan of a hash, the first part last: it tells how many there are. */
  void delete(AmiRetentionPolicy policy, String hash) {
    String name = name(policy, hash);
    configMaps
        .read(policy, name)
        .ifPresent(
            first -> {
              for (int i = shardCount(first) - 1; i >= 0; i--) {
                configMaps.delete(policy, shardName(name, i));
              }
            });
  }

  private static int shardCount(Content first) {
    try {
      int count = Integer.parseInt(first.text().getOrDefault(SHARDS_KEY, ""));
      return Math.clamp(count, 1, MAX_SHARDS);
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  private static String name(AmiRetentionPolicy policy, String hash) {
    return ApprovablePlan.configMapName(policy.getMetadata().getName(), hash);
  }

  private static String shardName(String name, int index) {
    return index == 0 ? name : "%s-%d".formatted(name, index + 1);
  }
}
