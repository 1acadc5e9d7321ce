package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ownership.GrantName;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plans the revocation of permissions on a source image that the status records. Pure.
 *
 * @param claimant the AmiCopy
 * @param keysInUse the KMS keys whose grants to the account stay, for another image
 * @param sharing who may copy the image, read from EC2
 * @param declared the permissions that the spec of the AmiImage declares, which stay
 * @param copyingAccount whether the account is that of an AwsAccount: the operator gives no other
 *     account a permission, whatever the status says
 */
record SourceGrantRevocation(
    Owner claimant,
    CopyGrant grant,
    Set<String> keysInUse,
    SourceSharing sharing,
    DesiredSharing declared,
    boolean copyingAccount) {

  /** Why the grant stays although no action is left: a user has to change that. */
  Optional<ReadyState> obstacle() {
    return keysToRevoke()
        .filter(key -> !key.readError().isEmpty())
        .findFirst()
        .map(this::unreadable)
        .or(() -> copyingAccount || permissions().isEmpty() ? Optional.empty() : notGiven());
  }

  /** The grants of a key that cannot be read are unknown. */
  private ReadyState unreadable(KmsKeyAccess key) {
    return new ReadyState.Stalled(
        Reason.Denied,
        ("The grant of account %s on %s cannot be revoked: %s. Allow the operator's role in account %s"
                + " kms:ListGrants and kms:RevokeGrant.")
            .formatted(grant.accountId(), key.arn(), key.readError(), grant.sourceAccountId()));
  }

  private Optional<ReadyState> notGiven() {
    return Optional.of(
        new ReadyState.Blocked(
            Reason.NotOwned,
            ("status.grants: account %s is that of no AwsAccount, so its permission to copy %s is not"
                    + " revoked. Create the AwsAccount again if this AmiCopy gave it; else remove the"
                    + " entry from status.grants.")
                .formatted(grant.accountId(), grant.imageId()),
            Requeue.GRANT_IN_USE));
  }

  /**
   * The actions that revoke what EC2 and KMS show of the grant; empty once nothing is left. The
   * grant of a key is the AmiCopy's own, also if the image is the AmiImage's no longer.
   */
  List<AwsAction> actions() {
    List<AwsAction> actions = new ArrayList<>(keysToRevoke().flatMap(this::keyGrants).toList());
    if (copyingAccount) {
      actions.addAll(permissions());
    }
    return actions;
  }

  /** The actions that revoke the permissions on image and snapshots. */
  private List<AwsAction> permissions() {
    List<AwsAction> actions = new ArrayList<>();
    String account = grant.accountId();
    if (SourceGrantPlanner.launches(grant) && sharing.grantedTo(account) && !launchDeclared()) {
      actions.add(
          new ImageAction.ModifyLaunchPermissions(
              grant.imageId(),
              LaunchPermissions.NONE,
              new LaunchPermissions(false, Set.of(account), Set.of())));
    }
    if (!copyingDeclared()) {
      sharing
          .snapshotsShown(grant)
          .forEach(
              id ->
                  actions.add(
                      new SnapshotAction.ModifySnapshotAttribute(id, Set.of(), Set.of(account))));
    }
    return actions;
  }

  private Stream<KmsKeyAccess> keysToRevoke() {
    return sharing.keys().stream().filter(key -> !keysInUse.contains(key.arn()));
  }

  private Stream<AwsAction> keyGrants(KmsKeyAccess key) {
    String name = GrantName.of(claimant);
    return key.grants().stream()
        .filter(made -> made.name().equals(name))
        .filter(made -> made.grantee().contains(":" + grant.accountId() + ":"))
        .map(made -> new KmsAction.RevokeGrant(key.arn(), made.id()));
  }

  private boolean launchDeclared() {
    return declared
        .launchPermissions()
        .filter(permissions -> permissions.accountIds().contains(grant.accountId()))
        .isPresent();
  }

  private boolean copyingDeclared() {
    return declared
        .createVolumePermissions()
        .filter(accounts -> accounts.contains(grant.accountId()))
        .isPresent();
  }
}
