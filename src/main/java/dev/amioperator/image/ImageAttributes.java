package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.DeprecationSpec;
import dev.amioperator.api.v1alpha1.DeregistrationProtectionSpec;
import dev.amioperator.attributes.DesiredAttributes;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.attributes.ManagedAttribute;
import dev.amioperator.attributes.RemovedFields;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Durations;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the changeable image attributes from the spec of an AmiImage. Pure. */
final class ImageAttributes {
  private ImageAttributes() {}

  static DesiredAttributes of(AmiImageSpec spec, Map<String, String> ownership) {
    Map<String, String> tags = new HashMap<>(Objects.requireNonNullElse(spec.tags(), Map.of()));
    tags.putAll(ownership);
    return new DesiredAttributes(
        Map.copyOf(tags),
        DesiredSharing.of(spec.launchPermissions()),
        Optional.ofNullable(spec.disabled()),
        otherAttributes(spec));
  }

  /** The fields whose values stay in EC2 when they are removed from the spec. */
  static RemovedFields optionalFields(AmiImageSpec spec) {
    return RemovedFields.of(
        Map.of(
            "deprecation",
            Optional.ofNullable(spec.deprecation()).map(d -> d.after() != null || d.at() != null),
            "deregistrationProtection",
            Optional.ofNullable(spec.deregistrationProtection()).map(p -> p.enabled()),
            "description",
            Optional.ofNullable(spec.description()).map(text -> !text.isEmpty()),
            "disabled",
            Optional.ofNullable(spec.disabled()),
            "fastLaunch",
            Optional.ofNullable(spec.fastLaunch()).map(launch -> launch.enabled()),
            "launchPermissions",
            DesiredSharing.of(spec.launchPermissions()).launchPermissions().map(p -> !p.isEmpty()),
            "launchPermissions.includeSnapshots",
            Optional.ofNullable(spec.launchPermissions()).map(p -> p.includeSnapshots())));
  }

  private static List<ManagedAttribute> otherAttributes(AmiImageSpec spec) {
    return Stream.<Optional<? extends ManagedAttribute>>of(
            Optional.ofNullable(spec.description()).map(ManagedAttribute.Description::new),
            Optional.ofNullable(spec.deprecation()).map(ImageAttributes::deprecation),
            Optional.ofNullable(spec.deregistrationProtection())
                .map(ImageAttributes::protection)
                .map(ManagedAttribute.Protection::new),
            Optional.ofNullable(spec.imdsSupport()).map(_ -> new ManagedAttribute.ImdsV2()))
        .<ManagedAttribute>flatMap(Optional::stream)
        .toList();
  }

  private static ManagedAttribute deprecation(DeprecationSpec spec) {
    if (spec.at() == null && spec.after() == null) {
      return new ManagedAttribute.NoDeprecation();
    }
    return spec.at() != null
        ? new ManagedAttribute.DeprecateAt(Instant.parse(spec.at()))
        : new ManagedAttribute.DeprecateAfter(Durations.parse(spec.after()));
  }

  private static Image.DeregistrationProtection protection(DeregistrationProtectionSpec spec) {
    if (!spec.enabled()) {
      return Image.DeregistrationProtection.DISABLED;
    }
    return Boolean.TRUE.equals(spec.cooldown())
        ? Image.DeregistrationProtection.ENABLED_WITH_COOLDOWN
        : Image.DeregistrationProtection.ENABLED;
  }
}
