package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.testing.Manifests;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fields removed from the spec: recorded until an explicit empty value clears them. */
class RemovedFieldsTest {
  private static final RemovedFields NONE = fields("");
  private static final RemovedFields SHARED = fields("launchPermissions: {public: true}");
  private static final RemovedFields CLEARED = fields("launchPermissions: {}");

  @Test
  void notesRemovedFieldsWithTheirEmptyValues() {
    assertThat(NONE.note(Set.of("launchPermissions", "deprecation")))
        .contains(
            "deprecation, launchPermissions", "spec.deprecation: {}", "spec.launchPermissions: {}");
    assertThat(SHARED.note(Set.of("launchPermissions"))).isEmpty();
    assertThat(NONE.note(Set.of())).isEmpty();
  }

  @Test
  void recordsFieldsUntilTheyAreCleared() {
    assertThat(SHARED.toRecord(Set.of(), false)).containsExactly("launchPermissions");
    assertThat(NONE.toRecord(Set.of("launchPermissions"), false))
        .containsExactly("launchPermissions");
    assertThat(CLEARED.toRecord(Set.of("launchPermissions"), true))
        .containsExactly("launchPermissions");
    assertThat(CLEARED.toRecord(Set.of("launchPermissions"), false)).isEmpty();
  }

  @Test
  void dropsNamesOfNoFields() {
    Set<String> recorded = Set.of("launchPermissions", "typed", "by hand");

    assertThat(NONE.toRecord(recorded, true)).containsExactly("launchPermissions");
    assertThat(NONE.toRecord(recorded, false)).containsExactly("launchPermissions");
    assertThat(NONE.note(Set.of("typed"))).isEmpty();
  }

  @Test
  void notesSnapshotsThatStayShared() {
    String field = "launchPermissions.includeSnapshots";
    RemovedFields open = fields("launchPermissions: {public: true, includeSnapshots: true}");
    Set<String> recorded = Set.copyOf(open.toRecord(Set.of(), false));

    assertThat(recorded).containsExactlyInAnyOrder("launchPermissions", field);
    assertThat(CLEARED.note(recorded)).contains("spec.launchPermissions.includeSnapshots: false");
    assertThat(CLEARED.toRecord(recorded, false)).containsExactly(field);
    assertThat(
            fields("launchPermissions: {includeSnapshots: false}").toRecord(Set.of(field), false))
        .isEmpty();
  }

  @Test
  void recordsNoEmptyValues() {
    assertThat(
            fields(
                    "deprecation: {}, description: '', disabled: false, fastLaunch: {enabled: false},"
                        + " deregistrationProtection: {enabled: false}, launchPermissions: {}")
                .toRecord(Set.of(), false))
        .isEmpty();
    assertThat(
            fields(
                    "deprecation: {after: 180d}, description: web, disabled: true, fastLaunch:"
                        + " {enabled: true}, deregistrationProtection: {enabled: true},"
                        + " launchPermissions: {accountIds: ['111122223333']}")
                .toRecord(Set.of(), false))
        .hasSize(6);
  }

  private static RemovedFields fields(String more) {
    return RemovedFields.of(
        Manifests.read(
            "{region: eu-west-1, source: {existing: {imageId: ami-01234567}}%s}"
                .formatted(more.isEmpty() ? "" : ", " + more),
            AmiImageSpec.class));
  }
}
