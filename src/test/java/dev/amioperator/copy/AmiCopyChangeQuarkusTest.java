package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.Examples;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What changes of the spec do to copies that are there. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyChangeQuarkusTest extends CopyStage {
  @Test
  void anotherSourceMakesANewCopyBeforeTheOldOneIsSuperseded() {
    String first = seeds.image(ImageSeed.named("release"));
    String second = seeds.image(ImageSeed.named("release-2"));
    apply(Manifests.copyOf("release", first, VIRGINIA));
    String old = only(ready("release")).imageId();

    edit("release", spec -> withSource(spec, second));
    AmiCopyStatus status = until("release", s -> s.ready() && second.equals(s.sourceImageId()));

    assertThat(only(status).imageId()).isNotEqualTo(old);
    assertThat(only(status).superseded()).extracting(SupersededCopy::imageId).containsExactly(old);
    assertThat(tags(VIRGINIA, old)).containsEntry("amioperator.dev/role", "superseded");

    delete("release");
    assertNothingLeft(status);
  }

  @Test
  void aRegionThatIsNotWantedAnyMoreIsClearedAndTheOthersStay() {
    String source = seeds.image(ImageSeed.named("shrinking"));
    apply(Manifests.copyOf("shrinking", source, VIRGINIA, LONDON));
    AmiCopyStatus both = ready("shrinking");

    edit("shrinking", spec -> withRegions(spec, LONDON));
    AmiCopyStatus one = until("shrinking", s -> s.ready() && s.regions().size() == 1);

    assertThat(only(one).region()).isEqualTo(LONDON);
    assertThat(ids(VIRGINIA, "shrinking")).isEmpty();
    assertThat(ids(LONDON, "shrinking")).hasSize(1);
    assertThat(cloud.journal().leftovers())
        .doesNotContainAnyElementsOf(snapshotIds(entry(both, VIRGINIA)));
  }

  @Test
  void sharingThatIsNotAllowedLetsNobodyInAndHoldsUpNoClearing() {
    String source = seeds.image(ImageSeed.named("refused"));
    apply(Manifests.copyOf("refused", source, VIRGINIA, LONDON));
    AmiCopyStatus both = ready("refused");

    edit("refused", spec -> sharedWith(spec, "999999999999"));
    until("refused", s -> reason(s).equals("NotAllowed"));
    edit("refused", spec -> withRegions(spec, LONDON));
    AmiCopyStatus one = until("refused", s -> s.regions().size() == 1);

    assertThat(reason(one)).isEqualTo("NotAllowed");
    assertThat(ids(VIRGINIA, "refused")).isEmpty();
    assertThat(cloud.journal().leftovers())
        .doesNotContainAnyElementsOf(snapshotIds(entry(both, VIRGINIA)));
    delete("refused");
  }

  @Test
  void aCopyInUseIsNotDeregisteredAndTheConditionNamesTheUser() {
    String source = seeds.image(ImageSeed.named("used"));
    apply(Manifests.copyOf("used", source, VIRGINIA, LONDON));
    AmiCopyStatus both = ready("used");
    String user =
        cloud
            .seeds()
            .target(Examples.ACCOUNT, VIRGINIA)
            .instanceUsing(entry(both, VIRGINIA).imageId());

    resource("used").delete();
    AmiCopyStatus held = until("used", s -> reason(s).equals("InUse") && s.regions().size() == 1);

    assertThat(readyCondition(held).message()).contains(VIRGINIA, user);
    assertThat(ids(VIRGINIA, "used")).hasSize(1);
    assertThat(ids(LONDON, "used")).isEmpty();

    clients.ec2("default", VIRGINIA).terminateInstances(r -> r.instanceIds(user));
    gone("used", Duration.ofSeconds(90));
    assertThat(ids(VIRGINIA, "used")).isEmpty();
  }
}
