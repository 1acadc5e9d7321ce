package dev.amioperator.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fields removed from the spec: recorded until an explicit empty value clears them. */
class RemovedFieldsTest {
  private static final RemovedFields NONE = launchPermissions(Optional.empty());
  private static final RemovedFields SHARED = launchPermissions(Optional.of(true));
  private static final RemovedFields CLEARED = launchPermissions(Optional.of(false));

  @Test
  void notesRemovedFieldsWithTheirEmptyValues() {
    assertThat(NONE.note(Set.of("launchPermissions", "deprecation")))
        .contains(
            "deprecation, launchPermissions", "spec.deprecation: {}", "spec.launchPermissions: {}");
    assertThat(SHARED.note(Set.of("launchPermissions"))).isEmpty();
    assertThat(CLEARED.note(Set.of("launchPermissions"))).isEmpty();
    assertThat(NONE.note(Set.of())).isEmpty();
  }

  @Test
  void recordsFieldsUntilTheyAreCleared() {
    assertThat(SHARED.toRecord(Set.of(), false)).containsExactly("launchPermissions");
    assertThat(NONE.toRecord(Set.of("launchPermissions"), true))
        .containsExactly("launchPermissions");
    assertThat(CLEARED.toRecord(Set.of("launchPermissions"), false))
        .containsExactly("launchPermissions");
    assertThat(CLEARED.toRecord(Set.of("launchPermissions"), true)).isEmpty();
    assertThat(CLEARED.toRecord(Set.of(), false)).isEmpty();
  }

  @Test
  void dropsNamesOfNoFields() {
    Set<String> recorded = Set.of("launchPermissions", "typed", "by hand");

    assertThat(NONE.toRecord(recorded, true)).containsExactly("launchPermissions");
    assertThat(NONE.toRecord(recorded, false)).containsExactly("launchPermissions");
    assertThat(NONE.note(Set.of("typed"))).isEmpty();
  }

  private static RemovedFields launchPermissions(Optional<Boolean> sets) {
    return RemovedFields.of(Map.of("launchPermissions", sets, "deprecation", Optional.empty()));
  }
}
