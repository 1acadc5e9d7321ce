package dev.amioperator.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Completed snapshot to seed.
 *
 * @param id null for a new id
 * @param kmsKeyArn KMS key; null for an unencrypted snapshot
 * @param started null for now
 * @param shared whether everyone may create volumes from it
 * @param sharedWith accounts that may create volumes from it
 */
public record SnapshotSeed(
    String id,
    int sizeGib,
    String description,
    String kmsKeyArn,
    Instant started,
    boolean shared,
    List<String> sharedWith,
    Map<String, String> tags) {
  public SnapshotSeed {
    sharedWith = List.copyOf(sharedWith);
    tags = Map.copyOf(tags);
  }

  /** Private, unencrypted snapshot. */
  public static SnapshotSeed of(int sizeGib) {
    return new SnapshotSeed(null, sizeGib, "", null, null, false, List.of(), Map.of());
  }

  /** Copy with a snapshot id. */
  public SnapshotSeed withId(String snapshotId) {
    return new SnapshotSeed(
        snapshotId, sizeGib, description, kmsKeyArn, started, shared, sharedWith, tags);
  }

  /** Copy with a snapshot description. */
  public SnapshotSeed withDescription(String text) {
    return new SnapshotSeed(id, sizeGib, text, kmsKeyArn, started, shared, sharedWith, tags);
  }

  /** Copy with a KMS key of the snapshot. */
  public SnapshotSeed encryptedWith(String keyArn) {
    return new SnapshotSeed(id, sizeGib, description, keyArn, started, shared, sharedWith, tags);
  }

  /** Copy with a start time of the snapshot. */
  public SnapshotSeed startedAt(Instant at) {
    return new SnapshotSeed(id, sizeGib, description, kmsKeyArn, at, shared, sharedWith, tags);
  }

  /** Copy with a public or private snapshot. */
  public SnapshotSeed shared(boolean everyone) {
    return new SnapshotSeed(
        id, sizeGib, description, kmsKeyArn, started, everyone, sharedWith, tags);
  }

  /** Copy with create volume permissions for accounts. */
  public SnapshotSeed sharedWith(String... accountIds) {
    return new SnapshotSeed(
        id, sizeGib, description, kmsKeyArn, started, shared, List.of(accountIds), tags);
  }

  /** Copy with an additional snapshot tag. */
  public SnapshotSeed tagged(String key, String value) {
    Map<String, String> more = new TreeMap<>(tags);
    more.put(key, value);
    return withTags(more);
  }

  SnapshotSeed withTags(Map<String, String> all) {
    return new SnapshotSeed(id, sizeGib, description, kmsKeyArn, started, shared, sharedWith, all);
  }
}
