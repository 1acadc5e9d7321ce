package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** KMS keys of a region. */
public final class KmsKeys {
  private static final String EBS_ALIAS = "alias/aws/ebs";

  private final String region;
  private final IdGenerator ids;
  private final Map<String, KmsKey> byArn = new TreeMap<>();

  KmsKeys(String region, IdGenerator idGenerator) {
    this.region = region;
    this.ids = idGenerator;
  }

  /** Creates a customer managed KMS key. */
  public KmsKey create(String ownerId, Instant now) {
    return add(new KmsKey(ids.nextUuid(), ownerId, region, null, false, now));
  }

  /** Creates the primary of a multi-Region key, whose id begins with {@code mrk-}. */
  public KmsKey createPrimary(String ownerId, Instant now) {
    String id = "mrk-" + ids.nextUuid().replace("-", "");
    return add(new KmsKey(id, ownerId, region, region, false, now));
  }

  /** Creates a replica of a multi-Region key, with the same id. */
  public KmsKey createReplica(KmsKey primary, Instant now) {
    return add(new KmsKey(primary.id(), primary.ownerId(), region, primary.region(), false, now));
  }

  /** AWS managed KMS key for the volumes of an account, created on first use. */
  public KmsKey defaultEbsKey(String ownerId, Instant now) {
    return findByAlias(ownerId, EBS_ALIAS)
        .orElseGet(
            () -> {
              KmsKey key = add(new KmsKey(ids.nextUuid(), ownerId, region, null, true, now));
              key.aliases().add(EBS_ALIAS);
              return key;
            });
  }

  /**
   * KMS key by ARN, alias ARN, or an id or alias of the account; an ARN names its own region's key.
   */
  public Optional<KmsKey> find(String accountId, String identifier) {
    if (identifier.startsWith("arn:")) {
      if (!arnPart(identifier, 3).equals(region)) {
        return Optional.empty();
      }
      int alias = identifier.indexOf(":alias/");
      return alias < 0
          ? Optional.ofNullable(byArn.get(identifier))
          : findByAlias(arnPart(identifier, 4), identifier.substring(alias + 1));
    }
    return identifier.startsWith("alias/")
        ? findByAlias(accountId, identifier)
        : byArn.values().stream()
            .filter(key -> key.ownerId().equals(accountId) && key.id().equals(identifier))
            .findFirst();
  }

  /** KMS key that has the grant with this token. */
  public Optional<KmsKey> withGrantToken(String token) {
    return byArn.values().stream()
        .filter(
            key -> key.grants().values().stream().anyMatch(grant -> grant.token().equals(token)))
        .findFirst();
  }

  private KmsKey add(KmsKey key) {
    byArn.put(key.arn(), key);
    return key;
  }

  private Optional<KmsKey> findByAlias(String ownerId, String alias) {
    return byArn.values().stream()
        .filter(key -> key.ownerId().equals(ownerId) && key.aliases().contains(alias))
        .findFirst();
  }

  private static String arnPart(String arn, int index) {
    String[] parts = arn.split(":", 6);
    return index < parts.length ? parts[index] : "";
  }
}
