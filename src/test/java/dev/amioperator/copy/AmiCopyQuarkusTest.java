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
import dev.amioperator.simulator.state.Quotas;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyQuarkusTest extends CopyTestBase {
  @Test
  void copiesToEveryRegionAndDeletesWithObject() {
    kubernetes
        .resource(Manifests.fromInstance("base", seeds.instance(InstanceSeed.small())))
        .create();
    apply(Manifests.copyOfAmiImage("wide", "base", VIRGINIA, LONDON, OREGON));

    AmiCopyStatus status = awaitReady("wide");

    assertThat(status.copies()).isEqualTo("3/3");
    assertThat(status.regions())
        .extracting(RegionStatus::region)
        .containsExactly(LONDON, VIRGINIA, OREGON);
    assertThat(status.regions())
        .allSatisfy(
            entry -> {
              assertThat(entry.state()).isEqualTo("available");
              assertThat(imageIds(entry.region(), "images/base")).containsExactly(entry.imageId());
            });

    delete("wide");
    assertNothingLeft(status);
    kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName("base").delete();
  }

  @Test
  void waitsForReferencedAmiImage() {
    apply(Manifests.copyOfAmiImage("early", "late-base", VIRGINIA));
    AmiCopyStatus early =
        awaitStatus("early", status -> readyCondition(status).reason().equals("SourceNotFound"));
    assertThat(isStalled(early)).isFalse();

    kubernetes
        .resource(Manifests.fromInstance("late-base", seeds.instance(InstanceSeed.small())))
        .create();

    assertThat(awaitReady("early").copies()).isEqualTo("1/1");
  }

  @Test
  void stallsWithUnknownSourceImage() {
    apply(Manifests.copyOf("nothing", "ami-0000000000000dead", VIRGINIA));

    Condition ready = readyCondition(awaitStatus("nothing", CopyTestBase::isStalled));

    assertThat(ready.reason()).isEqualTo("SourceNotFound");
    assertThat(ready.message()).contains("ami-0000000000000dead");
    delete("nothing");
  }

  /** An image with more snapshots than EBS copies at a time is EC2's to judge, and to refuse. */
  @Test
  void waitsForCopyQuota() {
    String first = seeds.image(ImageSeed.named("quota-1"));
    String second = seeds.image(ImageSeed.named("quota-2"));
    Quotas before = cloud.quotas();
    cloud.quotas(quotas -> quotas.withImageCopies(1));
    try {
      apply(Manifests.copyOf("quota-first", first, VIRGINIA));
      awaitStatus("quota-first", s -> !imageIds(VIRGINIA, "quota-1").isEmpty());
      apply(Manifests.copyOf("quota-second", second, VIRGINIA));
      RegionStatus waiting =
          onlyRegion(
              awaitStatus(
                  "quota-second",
                  s ->
                      s.regions() != null
                          && String.valueOf(onlyRegion(s).message()).startsWith("Queued: ")));

      assertThat(waiting.message()).contains(VIRGINIA);
      assertThat(awaitReady("quota-second").copies()).isEqualTo("1/1");
    } finally {
      cloud.quotas(changed -> before);
    }
    delete("quota-first");
    delete("quota-second");
  }

  @Test
  void createsOneCopyDespiteLostResponse() {
    String source = seeds.image(ImageSeed.named("lost-answer"));
    cloud.faults().loseAnswer("CopyImage", 1);
    apply(Manifests.copyOf("lost-answer", source, VIRGINIA));

    AmiCopyStatus status = awaitReady("lost-answer");

    assertThat(imageIds(VIRGINIA, "lost-answer")).containsExactly(onlyRegion(status).imageId());
  }

  @Test
  void keepsForeignImageWithSameName() {
    String source = seeds.image(ImageSeed.named("taken"));
    String theirs =
        cloud.seeds().target(Ec2Fixtures.ACCOUNT, VIRGINIA).image(ImageSeed.named("taken"));
    apply(Manifests.copyOf("taken", source, VIRGINIA));

    AmiCopyStatus status = awaitStatus("taken", CopyTestBase::isStalled);

    assertThat(readyReason(status)).isEqualTo("NameTaken");
    assertThat(readyCondition(status).message()).contains(theirs);
    delete("taken");
    assertThat(imageIds(VIRGINIA, "taken")).containsExactly(theirs);
  }

  @Test
  void writesNothingWhileSuspended() {
    String source = seeds.image(ImageSeed.named("paused"));
    AmiCopy copy = Manifests.copyOf("paused", source, VIRGINIA);
    copy.setSpec(withSuspend(copy.getSpec(), true));
    apply(copy);

    awaitStatus("paused", s -> readyReason(s).equals("Suspended"));
    assertThat(imageIds(VIRGINIA, "paused")).isEmpty();

    edit("paused", spec -> withSuspend(spec, false));
    assertThat(awaitReady("paused").copies()).isEqualTo("1/1");
  }
}
