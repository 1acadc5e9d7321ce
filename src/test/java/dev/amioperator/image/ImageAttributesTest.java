package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.testing.Manifests;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Optional fields of an AmiImage: which of them set something in EC2. */
class ImageAttributesTest {
  @Test
  void recordsNoEmptyValues() {
    assertThat(
            recorded(
                "deprecation: {}, description: '', disabled: false, fastLaunch: {enabled: false},"
                    + " deregistrationProtection: {enabled: false}, launchPermissions: {}"))
        .isEmpty();
    assertThat(
            recorded(
                "deprecation: {after: 180d}, description: web, disabled: true, fastLaunch:"
                    + " {enabled: true}, deregistrationProtection: {enabled: true},"
                    + " launchPermissions: {accountIds: ['111122223333']}"))
        .hasSize(6);
  }

  @Test
  void recordsSharedSnapshotsByThemselves() {
    assertThat(recorded("launchPermissions: {public: true, includeSnapshots: true}"))
        .containsExactlyInAnyOrder("launchPermissions", "launchPermissions.includeSnapshots");
    assertThat(recorded("launchPermissions: {includeSnapshots: false}")).isEmpty();
  }

  private static Iterable<String> recorded(String fields) {
    return ImageAttributes.optionalFields(
            Manifests.read(
                "{region: eu-west-1, source: {existing: {imageId: ami-01234567}}, %s}"
                    .formatted(fields),
                AmiImageSpec.class))
        .toRecord(Set.of(), true);
  }
}
