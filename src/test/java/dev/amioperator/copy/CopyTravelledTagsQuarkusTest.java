package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import dev.amioperator.testing.TravelledTags;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Resources of others that carry an AmiCopy's tags are not deleted with its copies. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class CopyTravelledTagsQuarkusTest extends CopyTestBase {
  @ParameterizedTest
  @EnumSource
  void deletesOnlyItsCopies(TravelledTags way) {
    String name = "travelled-" + way.name().toLowerCase(Locale.ROOT).replace('_', '-');
    apply(Manifests.copyOf(name, seeds.image(ImageSeed.named(name)), VIRGINIA));
    RegionStatus made = awaitReady(name).regions().getFirst();
    var others =
        way.travel(cloud, SimulatedAws.administrator(clients, VIRGINIA), VIRGINIA, made.imageId());

    delete(name);

    assertThat(TravelledTags.existing(cloud, VIRGINIA))
        .containsAll(others)
        .doesNotContain(made.imageId())
        .doesNotContainAnyElementsOf(
            made.snapshots().stream().map(SnapshotEntry::snapshotId).toList());
  }
}
