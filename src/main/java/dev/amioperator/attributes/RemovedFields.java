package dev.amioperator.attributes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Optional fields of a spec whose values stay in EC2 when the field is removed from the spec. The
 * status records which fields have set something, until an explicit empty value clears it. Pure.
 *
 * @param present the fields in the spec
 * @param setting those of them that set more than the empty value
 */
public record RemovedFields(Set<String> present, Set<String> setting) {
  /** The value of each field that clears what it set before. */
  private static final Map<String, String> CLEARING =
      Map.of(
          "deprecation", "{}",
          "deregistrationProtection", "{enabled: false}",
          "description", "\"\"",
          "disabled", "false",
          "fastLaunch", "{enabled: false}",
          "launchPermissions", "{}",
          "launchPermissions.includeSnapshots", "false");

  /**
   * The optional fields of a spec.
   *
   * @param fields by name, whether each sets more than the empty value; empty for an absent field
   */
  public static RemovedFields of(Map<String, Optional<Boolean>> fields) {
    Set<String> present = new TreeSet<>();
    Set<String> setting = new TreeSet<>();
    fields.forEach(
        (name, sets) -> {
          sets.ifPresent(_ -> present.add(name));
          sets.filter(Boolean::booleanValue).ifPresent(_ -> setting.add(name));
        });
    return new RemovedFields(present, setting);
  }

  /**
   * The fields to record.
   *
   * @param converged whether EC2 matches the spec, so that explicit empty values are applied
   */
  public List<String> toRecord(Set<String> recorded, boolean converged) {
    Set<String> fields = new TreeSet<>(setting);
    fields.addAll(converged ? removed(recorded) : known(recorded));
    return List.copyOf(fields);
  }

  /** Note for the message of a Ready object; may be empty. */
  public String note(Set<String> recorded) {
    Map<String, String> clearing = new TreeMap<>();
    removed(recorded)
        .forEach(field -> clearing.put(field, "spec.%s: %s".formatted(field, CLEARING.get(field))));
    return clearing.isEmpty()
        ? ""
        : " Removed from the spec, and no longer managed, but unchanged in EC2: %s. To clear: %s."
            .formatted(String.join(", ", clearing.keySet()), String.join(", ", clearing.values()));
  }

  private Set<String> removed(Set<String> recorded) {
    Set<String> removed = known(recorded);
    removed.removeAll(present);
    return removed;
  }

  /** Drops names that are no such fields, as after an edit of the status by hand. */
  private static Set<String> known(Set<String> recorded) {
    Set<String> known = new TreeSet<>(recorded);
    known.retainAll(CLEARING.keySet());
    return known;
  }
}
