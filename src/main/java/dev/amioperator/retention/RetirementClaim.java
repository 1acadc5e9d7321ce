package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.ManagingService;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.OwnershipClaim;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The claim of a policy on an image that it retires and on the snapshots created with it: those
 * with the tags of the object that created the image, and those that EC2 created for this image and
 * that carry no tags of another owner or of another AWS service than the image. A snapshot with the
 * tag {@value TagKeys#KEEP} stays.
 *
 * @param claimant the policy
 * @param creator the owner in the tags of the image; empty: the operator did not create it
 * @param services the AWS services that manage the image, all of which the policy includes
 */
record RetirementClaim(
    Owner claimant, String imageId, Optional<Owner> creator, Set<ManagingService> services)
    implements OwnershipClaim {
  RetirementClaim {
    services = Set.copyOf(services);
  }

  static RetirementClaim of(Owner policy, Image image) {
    Map<String, String> tags = image.tags();
    Optional<Owner> creator =
        Optional.ofNullable(tags.get(TagKeys.RESOURCE))
            .filter(resource -> policy.cluster().value().equals(tags.get(TagKeys.CLUSTER)))
            .map(resource -> new Owner(policy.cluster(), resource));
    return new RetirementClaim(policy, image.id(), creator, AwsManagedImages.services(image));
  }

  static RetirementClaim of(Owner policy, Retiring entry) {
    return new RetirementClaim(
        policy,
        entry.imageId(),
        Optional.ofNullable(entry.madeBy()).map(resource -> new Owner(policy.cluster(), resource)),
        entry.managedBy() == null ? Set.of() : Set.copyOf(entry.managedBy()));
  }

  /**
   * The entry for {@code status.retiring}, to be written before the image is deregistered.
   *
   * @param snapshots the image's snapshots that EC2 shows to this account, by id
   */
  Retiring retiringEntry(
      AccountRegion accountRegion, Image image, Map<String, Snapshot> snapshots) {
    List<SnapshotEntry> ledger =
        image.snapshotIds().stream()
            .sorted()
            .map(id -> new SnapshotEntry(id, origin(Optional.ofNullable(snapshots.get(id)))))
            .toList();
    return new Retiring(
        accountRegion.account(),
        accountRegion.accountId(),
        accountRegion.region(),
        image.id(),
        creator.map(Owner::resource).orElse(null),
        services.isEmpty() ? null : services.stream().sorted().toList(),
        ledger.isEmpty() ? null : ledger);
  }

  private Origin origin(Optional<Snapshot> snapshot) {
    return snapshot.filter(this::owns).isPresent() ? Origin.CREATED : Origin.FOREIGN;
  }

  /** Tags travel with copies: EC2 created the snapshot for another image. */
  private boolean madeForOther(Snapshot snapshot) {
    return snapshot.createdFor().filter(id -> !id.equals(imageId)).isPresent();
  }

  /** The image, unless its tags name another creator or service since the policy recorded it. */
  @Override
  public boolean owns(Image image) {
    return image.id().equals(imageId)
        && creator.map(owner -> owner.owns(image)).orElse(!TagKeys.managed(image.tags()))
        && services.containsAll(AwsManagedImages.services(image));
  }

  @Override
  public boolean owns(Snapshot snapshot) {
    if (OptOut.contains(snapshot.tags())) {
      return false;
    }
    return creator.filter(owner -> owner.owns(snapshot) && !madeForOther(snapshot)).isPresent()
        || (snapshot.madeFor(imageId)
            && !TagKeys.managed(snapshot.tags())
            && services.containsAll(AwsManagedImages.services(snapshot.tags())));
  }
}
