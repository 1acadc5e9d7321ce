package dev.amioperator.lifecycle;

import dev.amioperator.ec2.LaunchPermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may use an image and its snapshots, as far as that was looked at: what is not managed is not.
 *
 * @param launching empty when it was not looked at
 * @param copying the accounts that may copy a snapshot, by its id, for those that were looked at
 * @param publicBlocked whether the account blocks making images public; looked at before that only
 * @param underAwsKey the snapshots encrypted with a key that AWS manages; looked at before sharing
 */
public record Permitted(
    Optional<LaunchPermissions> launching,
    Map<String, Set<String>> copying,
    boolean publicBlocked,
    Set<String> underAwsKey) {
  public static final Permitted UNSEEN = new Permitted(Optional.empty(), Map.of(), false, Set.of());

  public Permitted {
    copying = Map.copyOf(copying);
    underAwsKey = Set.copyOf(underAwsKey);
  }
}
