package dev.amioperator.copy;

import dev.amioperator.attributes.ManagedAttribute;
import dev.amioperator.attributes.RemovedFields;
import dev.amioperator.ec2.Image;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The fields of an AmiCopy whose values stay in EC2 when they leave the spec. Pure. */
final class CopyFields {
  private CopyFields() {}

  /** A field counts as present, and as set, if it is at any destination. */
  static RemovedFields of(DesiredCopy desired) {
    List<DesiredDestination> all = desired.destinations();
    Map<String, Optional<Boolean>> fields = new HashMap<>();
    fields.put(
        "launchPermissions", any(all, d -> d.sharing().launchPermissions().map(p -> !p.isEmpty())));
    fields.put(
        "launchPermissions.includeSnapshots",
        any(all, d -> d.sharing().createVolumePermissions().map(p -> !p.isEmpty())));
    fields.put("description", Optional.empty());
    fields.put("deprecation", Optional.empty());
    fields.put("deregistrationProtection", Optional.empty());
    all.stream()
        .flatMap(destination -> destination.attributes().stream())
        .forEach(
            attribute ->
                fields.merge(field(attribute), Optional.of(sets(attribute)), CopyFields::either));
    return RemovedFields.of(fields);
  }

  private static Optional<Boolean> any(
      List<DesiredDestination> all, Function<DesiredDestination, Optional<Boolean>> field) {
    return all.stream().map(field).reduce(Optional.empty(), CopyFields::either);
  }

  private static Optional<Boolean> either(Optional<Boolean> a, Optional<Boolean> b) {
    return a.isEmpty() ? b : b.map(value -> value || a.get()).or(() -> a);
  }

  private static String field(ManagedAttribute attribute) {
    return switch (attribute) {
      case ManagedAttribute.Description _ -> "description";
      case ManagedAttribute.DeprecateAt _,
          ManagedAttribute.DeprecateAfter _,
          ManagedAttribute.NoDeprecation _ ->
          "deprecation";
      case ManagedAttribute.Protection _ -> "deregistrationProtection";
      case ManagedAttribute.ImdsV2 _ ->
          throw new IllegalArgumentException("An AmiCopy has no imdsSupport");
    };
  }

  private static boolean sets(ManagedAttribute attribute) {
    return switch (attribute) {
      case ManagedAttribute.Description(String text) -> !text.isEmpty();
      case ManagedAttribute.DeprecateAt _, ManagedAttribute.DeprecateAfter _ -> true;
      case ManagedAttribute.NoDeprecation _ -> false;
      case ManagedAttribute.Protection(var desired) ->
          desired != Image.DeregistrationProtection.DISABLED;
      case ManagedAttribute.ImdsV2 _ -> true;
    };
  }
}
