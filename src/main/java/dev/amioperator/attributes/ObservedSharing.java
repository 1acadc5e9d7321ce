package dev.amioperator.attributes;

import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Permissions of an image and its snapshots, read from EC2 as far as managed.
 *
 * @param launchPermissions empty when not read
 * @param createVolumePermissions the accounts that may copy a snapshot, or {@link
 *     dev.amioperator.ec2.SnapshotAction#EVERYONE}, by snapshot id
 * @param publicSharingBlocked whether the account blocks public images; read only before an image
 *     is made public
 * @param publicSnapshotsBlocked whether the account blocks public snapshots; read only before a
 *     snapshot is made public
 * @param kmsKeyAccess who may use the KMS keys of encrypted snapshots, by snapshot id; read only
 *     for a shared image
 */
public record ObservedSharing(
    Optional<LaunchPermissions> launchPermissions,
    Map<String, Set<String>> createVolumePermissions,
    boolean publicSharingBlocked,
    boolean publicSnapshotsBlocked,
    Map<String, KmsKeyAccess> kmsKeyAccess) {
  public static final ObservedSharing NOT_OBSERVED =
      new ObservedSharing(Optional.empty(), Map.of(), false, false, Map.of());

  public ObservedSharing {
    createVolumePermissions = Map.copyOf(createVolumePermissions);
    kmsKeyAccess = Map.copyOf(kmsKeyAccess);
  }

  /** The permissions of the snapshots of an image that is, or is to be, disabled. */
  static ObservedSharing ofSnapshots(Map<String, Set<String>> createVolumePermissions) {
    return new ObservedSharing(Optional.empty(), createVolumePermissions, false, false, Map.of());
  }

  /** Ids of the snapshots that an AWS managed KMS key encrypts. */
  Set<String> withAwsManagedKey() {
    return kmsKeyAccess.keySet().stream()
        .filter(id -> kmsKeyAccess.get(id).awsManaged())
        .collect(Collectors.toSet());
  }
}
