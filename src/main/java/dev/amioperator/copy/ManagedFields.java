package dev.amioperator.copy;

import dev.amioperator.ec2.LaunchPermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Fields of a spec whose values EC2 keeps when the spec omits them. Pure.
 *
 * @param recorded the fields that the status records as set by the object
 */
record ManagedFields(Set<String> recorded, DesiredCopy desired) {
  private static final String LAUNCH_PERMISSIONS = "launchPermissions";
  private static final String SNAPSHOTS = "launchPermissions.includeSnapshots";
  private static final String DESCRIPTION = "description";

  /** How an explicit empty value is written. */
  private static final Map<String, String> EMPTY_VALUES =
      Map.of(
          LAUNCH_PERMISSIONS,
          "launchPermissions: {}",
          SNAPSHOTS,
          SNAPSHOTS + ": false",
          DESCRIPTION,
          "description: \"\"");

  /**
   * The fields to record after a reconcile.
   *
   * @param converged whether EC2 matches the spec, so that explicit empty values are applied
   */
  List<String> toRecord(boolean converged) {
    return values().entrySet().stream()
        .filter(
            field -> {
              boolean before = recorded.contains(field.getKey());
              return field.getValue().map(empty -> !empty || before && !converged).orElse(before);
            })
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What a message says about fields that left the spec; may be empty. */
  String note() {
    List<String> left =
        values().entrySet().stream()
            .filter(field -> field.getValue().isEmpty() && recorded.contains(field.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    return left.isEmpty()
        ? ""
        : ("%s left the spec: EC2 keeps what was set, and it is no longer corrected. To clear it, set"
                + " %s.")
            .formatted(
                String.join(", ", left),
                left.stream().map(EMPTY_VALUES::get).collect(Collectors.joining(" and ")));
  }

  /** Whether a field's value is empty, for each field; no value for a field that is not set. */
  private Map<String, Optional<Boolean>> values() {
    Map<String, Optional<Boolean>> values = new TreeMap<>();
    values.put(DESCRIPTION, desired.description().map(String::isEmpty));
    values.put(
        LAUNCH_PERMISSIONS, desired.sharing().launchPermissions().map(LaunchPermissions::isEmpty));
    values.put(SNAPSHOTS, desired.sharing().createVolumePermissions().map(Set::isEmpty));
    return values;
  }
}
