package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;

/** Image copies that fail, are missing, or cannot be reached. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyLossQuarkusTest extends CopyTestBase {
  /** The only region with a Recycle Bin rule. */
  private static final String TOKYO = "ap-northeast-1";

  @Test
  void copiesToOtherRegionsDuringOutage() {
    String source = seeds.image(ImageSeed.named("outage"));
    String outage = cloud.faults().outage(VIRGINIA);
    apply(Manifests.copyOf("outage", source, VIRGINIA, LONDON));

    // The conditions lag behind the count of copies while a region is looked at.
    AmiCopyStatus halfway =
        awaitStatus(
            "outage",
            s ->
                readyReason(s).equals("Unreachable")
                    && readyCondition(s).message().contains("1 of 2"));
    assertThat(halfway.copies()).isEqualTo("1/2");
    assertThat(readyCondition(halfway).message()).contains(VIRGINIA);

    cloud.faults().remove(outage);
    assertThat(awaitReady("outage").copies()).isEqualTo("2/2");
  }

  @Test
  void stallsFailedCopyAndRetries() {
    String source = seeds.image(ImageSeed.named("failing"));
    cloud.faults().failLater("CopyImage", "the KMS key is disabled", 1);
    apply(Manifests.copyOf("failing", source, VIRGINIA));

    AmiCopyStatus failed = awaitStatus("failing", CopyTestBase::isStalled);
    assertThat(readyReason(failed)).isEqualTo("ImageFailed");
    assertThat(readyCondition(failed).message()).contains(VIRGINIA, "the KMS key is disabled");

    cloud.clock().step(Duration.ofMinutes(11));
    edit("failing", CopyTestBase::withDescription);
    AmiCopyStatus status = awaitReady("failing");

    assertThat(onlyRegion(status).previousImageId()).isEqualTo(onlyRegion(failed).imageId());
    assertThat(cloud.journal().leftovers())
        .contains(onlyRegion(status).imageId())
        .doesNotContain(onlyRegion(failed).imageId())
        .doesNotContainAnyElementsOf(snapshotIds(onlyRegion(failed)));
  }

  @Test
  void recreatesDeregisteredCopy() {
    String source = seeds.image(ImageSeed.named("vanished"));
    apply(Manifests.copyOf("vanished", source, VIRGINIA));
    String first = onlyRegion(awaitReady("vanished")).imageId();

    SimulatedAws.administrator(clients, VIRGINIA).deregisterImage(r -> r.imageId(first));
    AmiCopyStatus status =
        awaitStatus("vanished", s -> s.ready() && !first.equals(onlyRegion(s).imageId()));

    assertThat(onlyRegion(status).previousImageId()).isEqualTo(first);
    delete("vanished");
    assertThat(cloud.journal().leftovers())
        .doesNotContainAnyElementsOf(snapshotIds(onlyRegion(status)));
  }

  @Test
  void restoresCopyFromRecycleBin() {
    for (String kind : List.of("image", "snapshot")) {
      cloud.seeds().target(Ec2Fixtures.ACCOUNT, TOKYO).retentionRule(kind, 7);
    }
    String source = seeds.image(ImageSeed.named("binned"));
    apply(Manifests.copyOf("binned", source, TOKYO));
    String imageId = onlyRegion(awaitReady("binned")).imageId();

    SimulatedAws.administrator(clients, TOKYO)
        .deregisterImage(r -> r.imageId(imageId).deleteAssociatedSnapshots(true));
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> cloud.journal().counts().containsKey("RestoreImageFromRecycleBin"));

    assertThat(onlyRegion(awaitReady("binned")).imageId()).isEqualTo(imageId);
    assertThat(imageIds(TOKYO, "binned")).containsExactly(imageId);
  }

  /** CopyImage with copyImageTags copies the operator's tags to a foreign image. */
  @Test
  void keepsImagesCopiedFromOurCopy() {
    String source = seeds.image(ImageSeed.named("travelled"));
    apply(Manifests.copyOf("travelled", source, VIRGINIA));
    RegionStatus ours = onlyRegion(awaitReady("travelled"));

    var ec2 = SimulatedAws.administrator(clients, VIRGINIA);
    String foreign =
        ec2.copyImage(
                r ->
                    r.name("of-others")
                        .sourceRegion(VIRGINIA)
                        .sourceImageId(ours.imageId())
                        .copyImageTags(true))
            .imageId();
    cloud.clock().step(Duration.ofHours(2));
    Image copied = ec2.describeImages(r -> r.imageIds(foreign)).images().getFirst();
    assertThat(copied.tags()).anyMatch(tag -> tag.key().equals(TagKeys.RESOURCE));
    String snapshot = copied.blockDeviceMappings().getFirst().ebs().snapshotId();

    assertThat(onlyRegion(awaitReady("travelled")).imageId()).isEqualTo(ours.imageId());
    delete("travelled");

    assertThat(cloud.journal().leftovers())
        .contains(foreign, snapshot)
        .doesNotContain(ours.imageId())
        .doesNotContainAnyElementsOf(snapshotIds(ours));
  }

  @Test
  void findsCopyAfterLostStatus() {
    String source = seeds.image(ImageSeed.named("amnesia"));
    apply(Manifests.copyOf("amnesia", source, VIRGINIA));
    String imageId = onlyRegion(awaitReady("amnesia")).imageId();

    resource("amnesia")
        .editStatus(
            copy -> {
              copy.setStatus(null);
              return copy;
            });

    assertThat(onlyRegion(awaitReady("amnesia")).imageId()).isEqualTo(imageId);
    assertThat(imageIds(VIRGINIA, "amnesia")).hasSize(1);
  }
}
