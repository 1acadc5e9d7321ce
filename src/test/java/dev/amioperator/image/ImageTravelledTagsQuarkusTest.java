package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.TravelledTags;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Resources of others that carry an AmiImage's tags are neither adopted nor deleted. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class ImageTravelledTagsQuarkusTest extends ImageTestBase {
  @ParameterizedTest
  @EnumSource
  void deletesOnlyWhatItCreated(TravelledTags way) {
    String name = "deleted-" + way.name().toLowerCase(Locale.ROOT).replace('_', '-');
    AmiImageStatus made = create(name);
    List<String> others = way.travel(cloud, ec2, Manifests.HOME, made.imageId());
    delete(name);

    assertThat(TravelledTags.existing(cloud, Manifests.HOME))
        .containsAll(others)
        .doesNotContain(made.imageId())
        .doesNotContainAnyElementsOf(snapshotIds(made));
    List<String> keptSnapshots = others.stream().filter(id -> id.startsWith("snap-")).toList();
    if (way == TravelledTags.SNAPSHOT_OF_TAGGED_VOLUME) {
      assertThat(cluster.events(name, "NotOwned"))
          .singleElement()
          .asString()
          .contains(keptSnapshots);
    }
  }

  @ParameterizedTest
  @EnumSource
  void adoptsNoImageOfOthers(TravelledTags way) {
    String name = "adopted-" + way.name().toLowerCase(Locale.ROOT).replace('_', '-');
    AmiImageStatus made = create(name);
    List<String> others = way.travel(cloud, ec2, Manifests.HOME, made.imageId());
    cluster
        .resource(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"amioperator.dev/abandon\":\"true\"}}}");
    delete(name);
    ec2.deregisterImage(r -> r.imageId(made.imageId()));

    AmiImageStatus recreated = create(name);

    assertThat(others).doesNotContain(recreated.imageId());
    assertThat(snapshotIds(recreated)).doesNotContainAnyElementsOf(others);
    delete(name);
    assertThat(TravelledTags.existing(cloud, Manifests.HOME)).containsAll(others);
  }

  private AmiImageStatus create(String name) {
    apply(Manifests.fromInstance(name, seeds.instance(InstanceSeed.small())));
    return awaitReady(name);
  }

  private static List<String> snapshotIds(AmiImageStatus status) {
    return status.snapshots().stream().map(SnapshotEntry::snapshotId).toList();
  }
}
