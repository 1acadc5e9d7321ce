package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.DeprecationSpec;
import dev.amioperator.api.v1alpha1.LaunchPermissionsSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Optional fields of an AmiImage whose values stay in EC2 when the field is removed from the spec.
 * The status records which fields have set something, until an explicit empty value clears it.
 * Pure.
 *
 * @param present the fields in the spec
 * @param setting those of them that set more than the empty value
 */
record RemovedFields(Set<String> present, Set<String> setting) {
  private static final String SNAPSHOTS = "launchPermissions.includeSnapshots";

  /** The value of each field that clears what it set before. */
  private static final Map<String, String> CLEARING =
      new TreeMap<>(
          Map.of(
              "deprecation",
              "{}",
              "deregistrationProtection",
              "{enabled: false}",
              "description",
              "\"\"",
              "disabled",
              "false",
              "fastLaunch",
              "{enabled: false}",
              "launchPermissions",
              "{}",
              SNAPSHOTS,
              "false"));

  static RemovedFields of(AmiImageSpec spec) {
    Map<String, Optional<Boolean>> fields =
        Map.of(
            "deprecation",
            Optional.ofNullable(spec.deprecation()).map(RemovedFields::deprecates),
            "deregistrationProtection",
            Optional.ofNullable(spec.deregistrationProtection()).map(p -> p.enabled()),
            "description",
            Optional.ofNullable(spec.description()).map(text -> !text.isEmpty()),
            "disabled",
            Optional.ofNullable(spec.disabled()),
            "fastLaunch",
            Optional.ofNullable(spec.fastLaunch()).map(launch -> launch.enabled()),
            "launchPermissions",
            Optional.ofNullable(spec.launchPermissions()).map(RemovedFields::shares),
            SNAPSHOTS,
            Optional.ofNullable(spec.launchPermissions()).map(p -> p.includeSnapshots()));
    Set<String> present = new TreeSet<>();
    Set<String> setting = new TreeSet<>();
    fields.forEach(
        (name, sets) -> {
          sets.ifPresent(_ -> present.add(name));
          sets.filter(Boolean::booleanValue).ifPresent(_ -> setting.add(name));
        });
    return new RemovedFields(present, setting);
  }

  private static boolean deprecates(DeprecationSpec spec) {
    return spec.after() != null || spec.at() != null;
  }

  private static boolean shares(LaunchPermissionsSpec spec) {
    return Boolean.TRUE.equals(spec.isPublic())
        || Stream.of(spec.accountIds(), spec.organizationArns(), spec.organizationalUnitArns())
            .anyMatch(list -> list != null && !list.isEmpty());
  }

  /**
   * The fields that were removed from the spec and had set something. Names that are no such
   * fields, as after an edit of the status by hand, are dropped.
   */
  Set<String> removed(Set<String> recorded) {
    Set<String> removed = known(recorded);
    removed.removeAll(present);
    return removed;
  }

  private static Set<String> known(Set<String> recorded) {
    Set<String> known = new TreeSet<>(recorded);
    known.retainAll(CLEARING.keySet());
    return known;
  }

  /**
   * The fields to record.
   *
   * @param changing whether EC2 is being changed: what was recorded may not be cleared yet
   */
  List<String> toRecord(Set<String> recorded, boolean changing) {
    Set<String> fields = new TreeSet<>(setting);
    fields.addAll(changing ? known(recorded) : removed(recorded));
    return List.copyOf(fields);
  }

  /** Note for the message of a Ready object; may be empty. */
  String note(Set<String> recorded) {
    Set<String> removed = removed(recorded);
    return removed.isEmpty()
        ? ""
        : " Removed from the spec, and no longer managed, but unchanged in EC2: %s. To clear: %s."
            .formatted(
                String.join(", ", removed),
                String.join(
                    ", ",
                    removed.stream()
                        .map(field -> "spec.%s: %s".formatted(field, CLEARING.get(field)))
                        .toList()));
  }
}
