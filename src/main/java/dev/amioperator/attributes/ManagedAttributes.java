package dev.amioperator.attributes;

import dev.amioperator.api.v1alpha1.DeprecationSpec;
import dev.amioperator.api.v1alpha1.DeregistrationProtectionSpec;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Durations;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Image attributes of AmiImage and AmiCopy specs; absent fields are not managed. Pure. */
public final class ManagedAttributes {
  private ManagedAttributes() {}

  /** The attributes that these fields of a spec demand; null for an absent field. */
  public static List<ManagedAttribute> of(
      String description,
      DeprecationSpec deprecation,
      DeregistrationProtectionSpec deregistrationProtection) {
    return Stream.<Optional<? extends ManagedAttribute>>of(
            Optional.ofNullable(description).map(ManagedAttribute.Description::new),
            Optional.ofNullable(deprecation).map(ManagedAttributes::deprecation),
            Optional.ofNullable(deregistrationProtection)
                .map(ManagedAttributes::protection)
                .map(ManagedAttribute.Protection::new))
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
