package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static dev.amioperator.retention.RetentionScenario.CLUSTER;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.ownership.WatchedNamespaces;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.retention.PolicyConfigMaps.UnavailableException;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Launch permissions that a deleted policy recorded, and another policy needs. */
class RecordHandOverTest {
  private static final Image DISABLED =
      withTags(
          image("ami-a", 40),
          Map.of(TagKeys.PERMISSIONS, new PermissionsTag("5f0c", 1, CLUSTER).value()));

  /** The policy is deleted once the records are copied: until then, it stays and says why. */
  @Test
  void saysWhyRecordsAreNotHandedOver() {
    assertThat(handOver(policy("heir")))
        .hasValueSatisfying(
            state -> {
              assertThat(state).isInstanceOf(ReadyState.Blocked.class);
              assertThat(state.reason()).isEqualTo(Reason.PermissionsNotRecorded);
              assertThat(state.message()).contains("ConfigMap heir-1", "not handed over");
            });
  }

  @Test
  void handsNothingOverToPolicyThatDoesNotSelectImage() {
    AmiRetentionPolicy stranger = policy("stranger");
    assertThat(
            records()
                .handOver(
                    List.of(policy("deleted"), stranger),
                    Map.of(),
                    Map.of(PLACE, List.of(DISABLED))))
        .isEmpty();
  }

  private static Optional<ReadyState> handOver(AmiRetentionPolicy heir) {
    EffectivePolicy effective = RetentionScenario.withImages(DISABLED).facts().policy();
    return records()
        .handOver(
            List.of(policy("deleted"), heir),
            Map.of(Owner.of(CLUSTER, heir).resource(), effective),
            Map.of(PLACE, List.of(DISABLED)));
  }

  /** The API server refuses every ConfigMap. */
  private static RecordHandOver records() {
    return new RecordHandOver(
        new PermissionRecords(null) {
          @Override
          void handOver(
              List<AmiRetentionPolicy> from,
              AmiRetentionPolicy to,
              AccountRegion accountRegion,
              String imageId,
              PermissionsTag tag) {
            throw new UnavailableException(
                "ConfigMap heir-1 cannot be read or written, which is retried: it timed out");
          }
        },
        new PolicyConfigMapAccess(true, WatchedNamespaces.ALL),
        CLUSTER);
  }

  private static AmiRetentionPolicy policy(String name) {
    AmiRetentionPolicy policy = new AmiRetentionPolicy();
    policy.setMetadata(
        new ObjectMetaBuilder().withName(name).withNamespace("images").withUid(name).build());
    return policy;
  }
}
