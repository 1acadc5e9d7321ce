package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.OwnershipClaim;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claim on an image that a policy retires, and on the snapshots that were made with it: those
 * with the tags of the object that made the image, and those that EC2 made for this very image and
 * nobody else claims.
 *
 * @param resource the policy
 * @param creator whose tags the image carried; empty: the operator did not make it
 */
record RetirementClaim(String resource, String imageId, Optional<Owner> creator)
    implements OwnershipClaim {

  static RetirementClaim of(Owner policy, Image image) {
    Map<String, String> tags = image.tags();
    Optional<Owner> maker =
        Optional.ofNullable(tags.get(TagKeys.RESOURCE))
            .filter(made -> policy.cluster().value().equals(tags.get(TagKeys.CLUSTER)))
            .map(made -> new Owner(policy.cluster(), made));
    return new RetirementClaim(policy.resource(), image.id(), maker);
  }

  static RetirementClaim of(Owner policy, Retiring entry) {
    ClusterId cluster = policy.cluster();
    return new RetirementClaim(
        policy.resource(),
        entry.imageId(),
        Optional.ofNullable(entry.madeBy()).map(made -> new Owner(cluster, made)));
  }

  /**
   * The entry that has to stand in the status before the image is deregistered.
   *
   * @param snapshots those of the image's snapshots that EC2 shows to this account
   */
  Retiring retiringEntry(String region, Image image, Map<String, Snapshot> snapshots) {
    List<SnapshotEntry> ledger =
        image.snapshotIds().stream()
            .sorted()
            .map(id -> new SnapshotEntry(id, origin(Optional.ofNullable(snapshots.get(id)))))
            .toList();
    return new Retiring(
        region,
        image.id(),
        creator.map(Owner::resource).orElse(null),
        ledger.isEmpty() ? null : ledger);
  }

  private Origin origin(Optional<Snapshot> snapshot) {
    return snapshot.filter(this::owns).isPresent() ? Origin.CREATED : Origin.FOREIGN;
  }

  @Override
  public boolean owns(Image image) {
    return image.id().equals(imageId);
  }

  @Override
  public boolean owns(Snapshot snapshot) {
    return creator.filter(owner -> owner.owns(snapshot)).isPresent()
        || (snapshot.madeFor(imageId)
            && !TagKeys.managed(snapshot.tags())
            && AwsManagedImages.managingService(snapshot.tags()).isEmpty());
  }
}
