package dev.amioperator.copy;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.testing.Examples;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyQuarkusTest extends CopyStage {
  @Test
  void anAmiImageIsCopiedToEveryRegionAndAllGoesWithTheObject() {
    kubernetes
        .resource(Manifests.fromInstance("base", seeds.instance(InstanceSeed.small())))
        .create();
    apply(Manifests.copyOfAmiImage("wide", "base", VIRGINIA, LONDON, OREGON));

    AmiCopyStatus status = ready("wide");

    assertThat(status.copies()).isEqualTo("3/3");
    assertThat(status.regions())
        .extracting(RegionStatus::region)
        .containsExactly(LONDON, VIRGINIA, OREGON);
    assertThat(status.regions())
        .allSatisfy(
            entry -> {
              assertThat(entry.state()).isEqualTo("available");
              assertThat(ids(entry.region(), "images/base")).containsExactly(entry.imageId());
            });

    delete("wide");
    assertNothingLeft(status);
    kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName("base").delete();
  }

  @Test
  void aCopyWaitsForAnAmiImageThatIsAppliedLater() {
    apply(Manifests.copyOfAmiImage("early", "late-base", VIRGINIA));
    assertThat(readyCondition(until("early", CopyStage::stalled)).reason())
        .isEqualTo("SourceNotFound");

    kubernetes
        .resource(Manifests.fromInstance("late-base", seeds.instance(InstanceSeed.small())))
        .create();

    assertThat(ready("early").copies()).isEqualTo("1/1");
  }

  @Test
  void anUnknownImageStalls() {
    apply(Manifests.copyOf("nothing", "ami-0000000000000dead", VIRGINIA));

    Condition ready = readyCondition(until("nothing", CopyStage::stalled));

    assertThat(ready.reason()).isEqualTo("SourceNotFound");
    assertThat(ready.message()).contains("ami-0000000000000dead");
    delete("nothing");
  }

  @Test
  void aLostAnswerToCopyImageLeavesOneCopy() {
    String source = seeds.image(ImageSeed.named("lost-answer"));
    cloud.faults().loseAnswer("CopyImage", 1);
    apply(Manifests.copyOf("lost-answer", source, VIRGINIA));

    AmiCopyStatus status = ready("lost-answer");

    assertThat(ids(VIRGINIA, "lost-answer")).containsExactly(only(status).imageId());
  }

  @Test
  void anImageOfSomebodyElseUnderTheNameIsNotTouched() {
    String source = seeds.image(ImageSeed.named("taken"));
    String theirs =
        cloud.seeds().target(Examples.ACCOUNT, VIRGINIA).image(ImageSeed.named("taken"));
    apply(Manifests.copyOf("taken", source, VIRGINIA));

    AmiCopyStatus status = until("taken", CopyStage::stalled);

    assertThat(reason(status)).isEqualTo("NameTaken");
    assertThat(readyCondition(status).message()).contains(theirs);
    delete("taken");
    assertThat(ids(VIRGINIA, "taken")).containsExactly(theirs);
  }

  @Test
  void nothingIsWrittenWhileSuspended() {
    String source = seeds.image(ImageSeed.named("paused"));
    AmiCopy copy = Manifests.copyOf("paused", source, VIRGINIA);
    copy.setSpec(suspended(copy.getSpec(), true));
    apply(copy);

    until("paused", s -> reason(s).equals("Suspended"));
    assertThat(ids(VIRGINIA, "paused")).isEmpty();

    edit("paused", spec -> suspended(spec, false));
    assertThat(ready("paused").copies()).isEqualTo("1/1");
  }
}
