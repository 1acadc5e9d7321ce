package dev.amioperator.garbagecollection;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.OwnershipClaim;
import dev.amioperator.ownership.ReleasedTag;
import dev.amioperator.ownership.TagKeys;

/**
 * The claim of garbage collection on the snapshots that objects of its cluster released; tags that
 * travelled with a copy do not count.
 *
 * @param claimant the garbage collection of a cluster
 */
record ReleasedSnapshotClaim(Owner claimant) implements OwnershipClaim {
  @Override
  public boolean owns(Image image) {
    return false;
  }

  @Override
  public boolean owns(Snapshot snapshot) {
    return claimant.cluster().value().equals(snapshot.tags().get(TagKeys.CLUSTER))
        && snapshot.tags().containsKey(TagKeys.RESOURCE)
        && ReleasedTag.of(snapshot).isPresent();
  }
}
