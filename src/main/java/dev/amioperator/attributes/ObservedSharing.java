package dev.amioperator.attributes;

import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may use an image and its snapshots, as far as that was looked at: what is not managed is not.
 *
 * @param launchPermissions empty when it was not looked at
 * @param createVolumePermissions the accounts that may copy a snapshot, by its id, for those that
 *     were looked at
 * @param publicSharingBlocked whether the account blocks making images public; looked at before
 *     that only
 * @param kmsKeyAccess who may use the keys of encrypted snapshots, by the id of the snapshot;
 *     looked at while the image is shared with anybody
 */
public record ObservedSharing(
    Optional<LaunchPermissions> launchPermissions,
    Map<String, Set<String>> createVolumePermissions,
    boolean publicSharingBlocked,
    Map<String, KmsKeyAccess> kmsKeyAccess) {
  public static final ObservedSharing NOT_OBSERVED =
      new ObservedSharing(Optional.empty(), Map.of(), false, Map.of());

  public ObservedSharing {
    createVolumePermissions = Map.copyOf(createVolumePermissions);
    kmsKeyAccess = Map.copyOf(kmsKeyAccess);
  }

  /** The snapshots encrypted with a key that AWS manages. */
  Set<String> withAwsManagedKey() {
    return kmsKeyAccess.keySet().stream()
        .filter(id -> kmsKeyAccess.get(id).awsManaged())
        .collect(Collectors.toSet());
  }
}
