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
 * @param launching empty when it was not looked at
 * @param copying the accounts that may copy a snapshot, by its id, for those that were looked at
 * @param publicBlocked whether the account blocks making images public; looked at before that only
 * @param keys who may use the keys of encrypted snapshots, by the id of the snapshot; looked at
 *     while the image is shared with anybody
 */
public record Permitted(
    Optional<LaunchPermissions> launching,
    Map<String, Set<String>> copying,
    boolean publicBlocked,
    Map<String, KmsKeyAccess> keys) {
  public static final Permitted UNSEEN = new Permitted(Optional.empty(), Map.of(), false, Map.of());

  public Permitted {
    copying = Map.copyOf(copying);
    keys = Map.copyOf(keys);
  }

  /** The snapshots encrypted with a key that AWS manages. */
  Set<String> underAwsKey() {
    return keys.keySet().stream()
        .filter(id -> keys.get(id).awsManaged())
        .collect(Collectors.toSet());
  }
}
