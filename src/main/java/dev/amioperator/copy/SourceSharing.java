package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.attributes.kms.KmsPolicyEvaluator;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Who may launch a source image and copy its snapshots, read from EC2.
 *
 * @param snapshotPermissions the accounts that may copy a snapshot, by snapshot id
 * @param keys the KMS keys of encrypted snapshots
 */
record SourceSharing(
    LaunchPermissions launchPermissions,
    Map<String, Set<String>> snapshotPermissions,
    List<KmsKeyAccess> keys) {
  SourceSharing {
    keys = List.copyOf(keys);
    snapshotPermissions = Map.copyOf(snapshotPermissions);
  }

  /** Whether an account may use the image, by its own id or because the image is public. */
  boolean launchableBy(String accountId) {
    return launchPermissions.everyone() || grantedTo(accountId);
  }

  /** Whether a launch permission names the account. */
  boolean grantedTo(String accountId) {
    return launchPermissions.accountIds().contains(accountId);
  }

  /** The snapshots that an account cannot copy. */
  List<String> snapshotsClosedTo(String accountId) {
    return snapshots(
        accounts -> !accounts.contains(accountId) && !accounts.contains(SnapshotAction.EVERYONE));
  }

  /** The KMS keys that certainly refuse an account an action that copies need. */
  List<KmsKeyAccess> keysClosedTo(String accountId) {
    return keys.stream()
        .filter(key -> key.awsManaged() || KmsPolicyEvaluator.lacksAction(key, accountId))
        .toList();
  }

  /** The snapshots of a grant on which EC2 shows a permission that names the account. */
  List<String> snapshotsShown(CopyGrant grant) {
    List<String> open = snapshots(accounts -> accounts.contains(grant.accountId()));
    return RegionStatusFactory.orEmpty(grant.snapshotIds()).stream()
        .filter(open::contains)
        .toList();
  }

  /** The permissions without grants on KMS keys that KMS may not apply yet. */
  SourceSharing withEffectiveGrants(Instant now) {
    return withKeys(key -> key.withEffectiveGrants(now));
  }

  /** The permissions as if the keys had no grants that match. */
  SourceSharing withoutKeyGrants(Predicate<KmsKeyAccess.Grant> matches) {
    return withKeys(key -> key.withoutGrants(matches));
  }

  private SourceSharing withKeys(UnaryOperator<KmsKeyAccess> change) {
    return new SourceSharing(
        launchPermissions, snapshotPermissions, keys.stream().map(change).toList());
  }

  private List<String> snapshots(Predicate<Set<String>> matches) {
    return snapshotPermissions.entrySet().stream()
        .filter(entry -> matches.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
