package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.attributes.DesiredAttributes;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.attributes.ManagedAttribute;
import dev.amioperator.attributes.RemovedFields;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.SharedTags;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The image copies that an AmiCopy's spec demands, the same in all regions.
 *
 * @param uid the object's uid: an object recreated under the same name gets new client tokens
 * @param imageName the name of the copies; empty for the source's name
 */
record DesiredCopy(
    Owner owner,
    String uid,
    Optional<String> imageName,
    Optional<String> description,
    boolean copySourceTags,
    Map<String, String> tags,
    DesiredSharing sharing,
    List<String> regions,
    DeletionPolicy deletionPolicy,
    DeletionGuard deletionGuard) {
  static DesiredCopy of(AmiCopy resource, ClusterId cluster) {
    AmiCopySpec spec = resource.getSpec();
    return new DesiredCopy(
        Owner.of(cluster, resource),
        resource.getMetadata().getUid(),
        Optional.ofNullable(spec.imageName()),
        Optional.ofNullable(spec.description()),
        Boolean.TRUE.equals(spec.copySourceTags()),
        spec.tags() == null ? Map.of() : Map.copyOf(spec.tags()),
        DesiredSharing.of(spec.launchPermissions()),
        spec.destinations().stream().map(AmiCopySpec.Destination::region).sorted().toList(),
        Optional.ofNullable(spec.deletionPolicy()).orElse(DeletionPolicy.DELETE),
        Optional.ofNullable(spec.deletionGuard()).orElse(DeletionGuard.REFERENCES));
  }

  /** The attributes of every copy; without the source's tags until the source was read. */
  DesiredAttributes attributes(ObservedSource source, SourceId id) {
    Map<String, String> all = new TreeMap<>();
    if (copySourceTags && source instanceof ObservedSource.Available(var known, Image image)) {
      all.putAll(image.tags());
      all.keySet().removeIf(DesiredCopy::excluded);
    }
    all.putAll(tags);
    all.putAll(owner.tags(Role.COPY, id.hash()));
    return new DesiredAttributes(
        all,
        sharing,
        Optional.empty(),
        description.stream().<ManagedAttribute>map(ManagedAttribute.Description::new).toList());
  }

  /** The fields whose values stay in EC2 when they are removed from the spec. */
  RemovedFields optionalFields() {
    return RemovedFields.of(
        Map.of(
            "description",
            description.map(text -> !text.isEmpty()),
            "launchPermissions",
            sharing.launchPermissions().map(wanted -> !wanted.isEmpty()),
            "launchPermissions.includeSnapshots",
            sharing.createVolumePermissions().map(accounts -> !accounts.isEmpty())));
  }

  /** Whether every tag that the copies need is known. */
  boolean knowsAllTags(ObservedSource source) {
    return !copySourceTags || source instanceof ObservedSource.Available;
  }

  /** Whether a source's tag is not copied: reserved, or shared with all who can use the copy. */
  private static boolean excluded(String key) {
    return TagKeys.isReservedByAws(key)
        || key.startsWith(TagKeys.PREFIX)
        || SharedTags.isShared(key);
  }
}
