package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Effects of spec changes on existing image copies. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyChangeQuarkusTest extends CopyTestBase {
  @Test
  void createsNewCopyBeforeSupersedingOld() {
    String first = seeds.image(ImageSeed.named("release"));
    String second = seeds.image(ImageSeed.named("release-2"));
    apply(Manifests.copyOf("release", first, VIRGINIA));
    String old = onlyRegion(awaitReady("release")).imageId();

    edit("release", spec -> withSource(spec, second));
    AmiCopyStatus status =
        awaitStatus("release", s -> s.ready() && second.equals(s.sourceImageId()));

    assertThat(onlyRegion(status).imageId()).isNotEqualTo(old);
    assertThat(onlyRegion(status).superseded())
        .extracting(SupersededCopy::imageId)
        .containsExactly(old);
    assertThat(tags(VIRGINIA, old)).containsEntry("amioperator.dev/role", "superseded");

    delete("release");
    assertNothingLeft(status);
  }

  @Test
  void deletesCopyOnlyInRemovedRegion() {
    String source = seeds.image(ImageSeed.named("shrinking"));
    apply(Manifests.copyOf("shrinking", source, VIRGINIA, LONDON));
    AmiCopyStatus both = awaitReady("shrinking");

    edit("shrinking", spec -> withRegions(spec, LONDON));
    AmiCopyStatus one = awaitStatus("shrinking", s -> s.ready() && s.regions().size() == 1);

    assertThat(onlyRegion(one).region()).isEqualTo(LONDON);
    assertThat(imageIds(VIRGINIA, "shrinking")).isEmpty();
    assertThat(imageIds(LONDON, "shrinking")).hasSize(1);
    assertThat(cloud.journal().leftovers())
        .doesNotContainAnyElementsOf(snapshotIds(regionEntry(both, VIRGINIA)));
  }

  @Test
  void refusesDisallowedSharingAndStillDeletesCopies() {
    String source = seeds.image(ImageSeed.named("refused"));
    apply(Manifests.copyOf("refused", source, VIRGINIA, LONDON));
    AmiCopyStatus both = awaitReady("refused");

    edit("refused", spec -> withLaunchPermission(spec, "999999999999"));
    awaitStatus("refused", s -> readyReason(s).equals("NotAllowed"));
    edit("refused", spec -> withRegions(spec, LONDON));
    AmiCopyStatus one = awaitStatus("refused", s -> s.regions().size() == 1);

    assertThat(readyReason(one)).isEqualTo("NotAllowed");
    assertThat(imageIds(VIRGINIA, "refused")).isEmpty();
    assertThat(cloud.journal().leftovers())
        .doesNotContainAnyElementsOf(snapshotIds(regionEntry(both, VIRGINIA)));
    delete("refused");
  }

  @Test
  void keepsCopyInUseAndNamesReference() {
    String source = seeds.image(ImageSeed.named("used"));
    apply(Manifests.copyOf("used", source, VIRGINIA, LONDON));
    AmiCopyStatus both = awaitReady("used");
    String user =
        cloud
            .seeds()
            .target(Ec2Fixtures.ACCOUNT, VIRGINIA)
            .instanceUsing(regionEntry(both, VIRGINIA).imageId());

    resource("used").delete();
    AmiCopyStatus held =
        awaitStatus("used", s -> readyReason(s).equals("InUse") && s.regions().size() == 1);

    assertThat(readyCondition(held).message()).contains(VIRGINIA, user);
    assertThat(imageIds(VIRGINIA, "used")).hasSize(1);
    assertThat(imageIds(LONDON, "used")).isEmpty();

    SimulatedAws.administrator(clients, VIRGINIA).terminateInstances(r -> r.instanceIds(user));
    awaitDeletion("used", Duration.ofSeconds(90));
    assertThat(imageIds(VIRGINIA, "used")).isEmpty();
  }
}
