package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.MadeAsTag;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.TravelledTags;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A policy retires no image of others that carries the tags of an image of the operator. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTravelledTagsQuarkusTest.SeparateCloudProfile.class)
class RetentionTravelledTagsQuarkusTest extends RetentionTestBase {
  /** A cloud of its own, for months pass in it. */
  public static class SeparateCloudProfile extends MockServerProfile {}

  @Inject ClusterId cluster;

  @ParameterizedTest
  @EnumSource
  void retiresOnlyImageOfOperator(TravelledTags way) {
    String going = imageOfDeletedObject();
    List<String> others = way.travel(cloud, ec2, Manifests.HOME, going);
    cloud.clock().step(Duration.ofDays(40));

    apply(policy("default", Mode.ENFORCE, TravelledTags.regions()));
    await().atMost(PATIENCE).until(() -> marked(going));
    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> !images().contains(going));
    awaitStatus(status -> status.retiring() == null);

    assertThat(TravelledTags.existing(cloud, Manifests.HOME)).containsAll(others);
  }

  private String imageOfDeletedObject() {
    String name = family + "-going";
    Map<String, String> tags =
        new MadeAsTag(Ec2Fixtures.ACCOUNT, Manifests.HOME, name)
            .addedTo(
                new Owner(cluster, "AmiImage/images/deleted-" + family).tags(Role.IMAGE, "source"));
    ImageSeed seed = ImageSeed.named(name).tagged("family", family);
    for (var tag : tags.entrySet()) {
      seed =
          seed.tagged(tag.getKey(), tag.getValue()).snapshotsTagged(tag.getKey(), tag.getValue());
    }
    return seeds.image(seed);
  }
}
