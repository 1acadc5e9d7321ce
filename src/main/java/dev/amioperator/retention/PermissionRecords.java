package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.retention.PolicyConfigMaps.Content;
import dev.amioperator.retention.PolicyConfigMaps.UnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Keeps the launch permissions of disabled images in immutable ConfigMaps, one for an image. What
 * is read is hashed again and compared with the image's tag, so it does not matter who wrote it.
 */
@ApplicationScoped
class PermissionRecords {
  static final String KEY = "permissions";

  /** Digits of the hash in a name: they tell the records of an image apart. */
  private static final int NAME_DIGITS = 8;

  private static final Logger LOG = Logger.getLogger(PermissionRecords.class);

  private final PolicyConfigMaps configMaps;

  PermissionRecords(PolicyConfigMaps configMaps) {
    this.configMaps = configMaps;
  }

  /** What is known of the launch permissions that a disabled image had. */
  sealed interface Recorded {
    /** The record has the hash and the number of entries in the image's tag. */
    record Found(LaunchPermissions permissions) implements Recorded {}

    /**
     * No such record exists.
     *
     * @param configMap where it should be
     */
    record Lost(String configMap) implements Recorded {}

    /** The record cannot be read now. */
    record Unreadable(String message) implements Recorded {}
  }

  /**
   * Stores the record of an image, and reads it back; an image without permissions needs none.
   *
   * @throws UnavailableException if it is not stored
   */
  void store(AmiRetentionPolicy policy, PermissionRecord record) {
    if (record.entries() == 0) {
      return;
    }
    String name = name(policy, record.imageId(), record.hash());
    configMaps.createImmutable(policy, name, new Content(Map.of(KEY, record.text()), Map.of()));
    if (!text(policy, name).equals(Optional.of(record.text()))) {
      throw new UnavailableException(
          ("ConfigMap %s has other content than the launch permissions of %s. Delete it: the"
                  + " operator creates it again")
              .formatted(name, record.imageId()));
    }
  }

  /**
   * Finds the record of an image.
   *
   * @param policies that may have written it, the likely one first
   */
  Recorded find(
      List<AmiRetentionPolicy> policies,
      AccountRegion accountRegion,
      String imageId,
      PermissionsTag tag) {
    if (tag.entries() == 0) {
      return new Recorded.Found(LaunchPermissions.NONE);
    }
    Optional<String> unreadable = Optional.empty();
    for (AmiRetentionPolicy policy : policies) {
      try {
        Optional<PermissionRecord> record =
            text(policy, name(policy, imageId, tag.hash()))
                .flatMap(text -> PermissionRecord.parse(text, accountRegion, imageId, tag));
        if (record.isPresent()) {
          return new Recorded.Found(record.get().permissions());
        }
      } catch (UnavailableException e) {
        unreadable = unreadable.or(() -> Optional.of(e.getMessage()));
      }
    }
    String expected = name(policies.getFirst(), imageId, tag.hash());
    return unreadable
        .<Recorded>map(Recorded.Unreadable::new)
        .orElseGet(() -> new Recorded.Lost(expected));
  }

  /** Deletes the policy's record of an image, if there is one. */
  private void delete(AmiRetentionPolicy policy, String imageId, PermissionsTag tag) {
    if (tag.entries() > 0) {
      configMaps.delete(policy, name(policy, imageId, tag.hash()));
    }
  }

  /**
   * Stores a copy of a record for another policy, as Kubernetes deletes those of a deleted policy.
   *
   * @throws UnavailableException if it is not stored
   */
  void handOver(
      List<AmiRetentionPolicy> from,
      AmiRetentionPolicy to,
      AccountRegion accountRegion,
      String imageId,
      PermissionsTag tag) {
    switch (find(from, accountRegion, imageId, tag)) {
      case Recorded.Found(LaunchPermissions permissions) ->
          store(to, PermissionRecord.of(accountRegion, imageId, permissions));
      case Recorded.Lost lost -> {}
      case Recorded.Unreadable(String message) -> throw new UnavailableException(message);
    }
  }

  /** Deletes the policy's record, which nothing needs any more, unless that fails now. */
  void deleteIfPossible(AmiRetentionPolicy policy, String imageId, PermissionsTag tag) {
    try {
      delete(policy, imageId, tag);
    } catch (UnavailableException e) {
      LOG.infof("%s: %s", policy.getMetadata().getName(), e.getMessage());
    }
  }

  private Optional<String> text(AmiRetentionPolicy policy, String name) {
    return configMaps.read(policy, name).map(content -> content.text().get(KEY));
  }

  /** An image id has digits only behind its prefix; a policy has at most 63 characters. */
  private static String name(AmiRetentionPolicy policy, String imageId, String hash) {
    return "%s-%s"
        .formatted(
            prefix(policy, imageId), hash.substring(0, Math.min(NAME_DIGITS, hash.length())));
  }

  /** How the names of an image's records begin. */
  static String prefix(AmiRetentionPolicy policy, String imageId) {
    return "%s-permissions-%s".formatted(policy.getMetadata().getName(), imageId);
  }
}
