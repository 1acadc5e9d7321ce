package dev.amioperator.copy;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.OwnershipClaim;
import java.util.Set;

/**
 * Claim of an AmiCopy on the permissions of the image that an AmiImage of its namespace owns. It
 * covers the permissions of single accounts, the KMS grants of the AmiCopy, and no other action.
 *
 * @param claimant the AmiCopy
 * @param sourceImage the AmiImage
 */
record SourceGrantClaim(Owner claimant, Owner sourceImage) implements OwnershipClaim {
  SourceGrantClaim {
    boolean sameNamespace =
        claimant.cluster().equals(sourceImage.cluster())
            && claimant.namespace().equals(sourceImage.namespace());
    if (!sameNamespace) {
      throw new IllegalArgumentException(
          "%s has no claim on images of %s".formatted(claimant, sourceImage));
    }
  }

  @Override
  public boolean owns(Image image) {
    return sourceImage.owns(image);
  }

  @Override
  public boolean owns(Snapshot snapshot) {
    return sourceImage.owns(snapshot);
  }

  @Override
  public boolean permits(AwsAction action) {
    return switch (action) {
      case ImageAction.ModifyLaunchPermissions(_, var add, var remove) ->
          namesAccountsOnly(add) && namesAccountsOnly(remove);
      case SnapshotAction.ModifySnapshotAttribute(_, var add, var remove) ->
          namesAccountsOnly(add) && namesAccountsOnly(remove);
      case KmsAction _ -> true;
      default -> false;
    };
  }

  private static boolean namesAccountsOnly(LaunchPermissions permissions) {
    return !permissions.everyone() && permissions.arns().isEmpty();
  }

  private static boolean namesAccountsOnly(Set<String> accounts) {
    return !accounts.contains(SnapshotAction.EVERYONE);
  }
}
