package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.CopyDestination;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.attributes.ManagedAttribute;
import dev.amioperator.attributes.ManagedAttributes;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.SnapshotEncryption;
import dev.amioperator.reconcile.Durations;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The copy that an AmiCopy's spec demands in a region of an account: the spec's defaults, and what
 * the destination overrides.
 *
 * @param required whether Ready waits for the copy
 * @param tags the user's tags, without the source's
 * @param attributes at most one of each type
 * @param encryption empty: EC2 decides
 * @param completeWithin the duration of a time-based copy
 */
@RecordBuilder
record DesiredDestination(
    DestinationKey key,
    boolean required,
    Map<String, String> tags,
    DesiredSharing sharing,
    List<ManagedAttribute> attributes,
    Optional<SnapshotEncryption> encryption,
    Optional<Duration> completeWithin) {
  DesiredDestination {
    tags = Map.copyOf(tags);
    attributes = List.copyOf(attributes);
  }

  /** The copy at a destination of the spec, which may stand for many regions. */
  static DesiredDestination of(AmiCopySpec spec, CopyDestination entry, DestinationKey key) {
    return new DesiredDestination(
        key,
        Objects.requireNonNullElse(entry.required(), entry.region() != null),
        tags(spec, entry),
        DesiredSharing.of(or(entry.launchPermissions(), spec.launchPermissions())),
        ManagedAttributes.of(
            or(entry.description(), spec.description()),
            or(entry.deprecation(), spec.deprecation()),
            or(entry.deregistrationProtection(), spec.deregistrationProtection())),
        Optional.ofNullable(or(entry.encryption(), spec.encryption()))
            .map(wanted -> new SnapshotEncryption(Optional.ofNullable(wanted.kmsKeyId()))),
        Optional.ofNullable(entry.completeWithin()).map(Durations::parse));
  }

  /** The KMS key that the spec names. */
  Optional<NamedKmsKey> kmsKey() {
    return encryption.flatMap(SnapshotEncryption::kmsKeyId).map(NamedKmsKey::new);
  }

  /** The deregistration protection that the spec manages, if it does. */
  Optional<Image.DeregistrationProtection> protection() {
    return attributes.stream()
        .filter(ManagedAttribute.Protection.class::isInstance)
        .map(ManagedAttribute.Protection.class::cast)
        .map(ManagedAttribute.Protection::desired)
        .findFirst();
  }

  private static Map<String, String> tags(AmiCopySpec spec, CopyDestination entry) {
    Map<String, String> tags = new HashMap<>(Objects.requireNonNullElse(spec.tags(), Map.of()));
    tags.putAll(Objects.requireNonNullElse(entry.tags(), Map.of()));
    return tags;
  }

  private static <T> T or(T override, T common) {
    return override == null ? common : override;
  }
}
