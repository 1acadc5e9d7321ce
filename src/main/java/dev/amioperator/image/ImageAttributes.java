package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.attributes.DesiredAttributes;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.attributes.ManagedAttribute;
import dev.amioperator.attributes.ManagedAttributes;
import dev.amioperator.attributes.RemovedFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
    List<ManagedAttribute> attributes =
        new ArrayList<>(
            ManagedAttributes.of(
                spec.description(), spec.deprecation(), spec.deregistrationProtection()));
    if (spec.imdsSupport() != null) {
      attributes.add(new ManagedAttribute.ImdsV2());
    }
    return attributes;
  }
}
