package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.attributes.DesiredAttributes;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.SharedTags;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Glob;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The image copies that an AmiCopy's spec demands.
 *
 * @param uid the object's uid: an object recreated under the same name gets new client tokens
 * @param imageName the name of the copies; empty for the source's name
 * @param excludeSourceTags keys of the source's tags that its copies do not get
 */
@RecordBuilder
record DesiredCopy(
    Owner owner,
    String uid,
    Optional<String> imageName,
    boolean copySourceTags,
    List<Glob> excludeSourceTags,
    List<DesiredDestination> destinations,
    DeletionPolicy deletionPolicy,
    DeletionGuard deletionGuard) {
  DesiredCopy {
    excludeSourceTags = List.copyOf(excludeSourceTags);
    destinations = List.copyOf(destinations);
  }

  static DesiredCopy of(
      AmiCopy resource, ClusterId cluster, List<DesiredDestination> destinations) {
    AmiCopySpec spec = resource.getSpec();
    return new DesiredCopy(
        Owner.of(cluster, resource),
        resource.getMetadata().getUid(),
        Optional.ofNullable(spec.imageName()),
        Boolean.TRUE.equals(spec.copySourceTags()),
        Optional.ofNullable(spec.excludeSourceTags()).orElse(List.of()).stream()
            .map(Glob::new)
            .toList(),
        destinations,
        Optional.ofNullable(spec.deletionPolicy()).orElse(DeletionPolicy.DELETE),
        Optional.ofNullable(spec.deletionGuard()).orElse(DeletionGuard.REFERENCES));
  }

  /** The attributes of a copy; without the source's tags until the source was read. */
  DesiredAttributes attributes(
      DesiredDestination destination, ObservedSource source, SourceId sourceId) {
    Map<String, String> all = new TreeMap<>();
    if (copySourceTags && source instanceof ObservedSource.Available(var known, Image image)) {
      all.putAll(image.tags());
      all.keySet().removeIf(this::excluded);
    }
    all.putAll(destination.tags());
    all.putAll(owner.tags(Role.COPY, sourceId.hash()));
    return new DesiredAttributes(
        all, destination.sharing(), Optional.empty(), destination.attributes());
  }

  /** The user's tag keys of all copies, which are removed once the spec omits them. */
  Set<String> tagKeysToRecord(ObservedSource source, SourceId sourceId) {
    return destinations.stream()
        .flatMap(to -> attributes(to, source, sourceId).tagKeysToRecord().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether every tag that the copies need is known. */
  boolean knowsAllTags(ObservedSource source) {
    return !copySourceTags || source instanceof ObservedSource.Available;
  }

  /** The deregistration protection that this object manages at a destination, if it does. */
  Optional<Image.DeregistrationProtection> protection(DestinationKey key) {
    return destinations.stream()
        .filter(destination -> destination.key().equals(key))
        .flatMap(destination -> destination.protection().stream())
        .findFirst();
  }

  Set<DestinationKey> keys() {
    return destinations.stream()
        .map(DesiredDestination::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether a source's tag is not copied: reserved, excluded, or shared with all users. */
  private boolean excluded(String key) {
    return TagKeys.isReservedByAws(key)
        || key.startsWith(TagKeys.PREFIX)
        || SharedTags.isShared(key)
        || excludeSourceTags.stream().anyMatch(excluded -> excluded.matches(key));
  }
}
