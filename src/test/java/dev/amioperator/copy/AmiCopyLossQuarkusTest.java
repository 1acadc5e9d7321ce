package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.Examples;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;

/** Copies that fail, are lost, or cannot be reached. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyLossQuarkusTest extends CopyStage {
  /** The one region with a Recycle Bin. */
  private static final String TOKYO = "ap-northeast-1";

  @Test
  void aRegionThatIsDownDoesNotStopTheOthers() {
    String source = seeds.image(ImageSeed.named("outage"));
    String outage = cloud.faults().outage(VIRGINIA);
    apply(Manifests.copyOf("outage", source, VIRGINIA, LONDON));

    AmiCopyStatus halfway =
        until("outage", s -> "1/2".equals(s.copies()) && reason(s).equals("Unreachable"));
    assertThat(readyCondition(halfway).message()).contains("1 of 2", VIRGINIA);

    cloud.faults().remove(outage);
    assertThat(ready("outage").copies()).isEqualTo("2/2");
  }

  @Test
  void aFailedCopyStallsWithEc2sReasonAndIsTriedAgain() {
    String source = seeds.image(ImageSeed.named("failing"));
    cloud.faults().failLater("CopyImage", "the KMS key is disabled", 1);
    apply(Manifests.copyOf("failing", source, VIRGINIA));

    AmiCopyStatus failed = until("failing", CopyStage::stalled);
    assertThat(reason(failed)).isEqualTo("ImageFailed");
    assertThat(readyCondition(failed).message()).contains(VIRGINIA, "the KMS key is disabled");

    cloud.clock().step(Duration.ofMinutes(11));
    edit("failing", CopyStage::described);
    AmiCopyStatus status = ready("failing");

    assertThat(only(status).previousImageId()).isEqualTo(only(failed).imageId());
    assertThat(cloud.journal().leftovers())
        .contains(only(status).imageId())
        .doesNotContain(only(failed).imageId())
        .doesNotContainAnyElementsOf(snapshotIds(only(failed)));
  }

  @Test
  void aCopyThatSomebodyDeregisteredIsMadeAgain() {
    String source = seeds.image(ImageSeed.named("vanished"));
    apply(Manifests.copyOf("vanished", source, VIRGINIA));
    String first = only(ready("vanished")).imageId();

    clients.ec2("default", VIRGINIA).deregisterImage(r -> r.imageId(first));
    AmiCopyStatus status = until("vanished", s -> s.ready() && !first.equals(only(s).imageId()));

    assertThat(only(status).previousImageId()).isEqualTo(first);
    delete("vanished");
    assertThat(cloud.journal().leftovers()).doesNotContainAnyElementsOf(snapshotIds(only(status)));
  }

  @Test
  void aCopyInTheRecycleBinComesBackWithItsSnapshots() {
    for (String kind : List.of("image", "snapshot")) {
      cloud.seeds().target(Examples.ACCOUNT, TOKYO).retentionRule(kind, 7);
    }
    String source = seeds.image(ImageSeed.named("binned"));
    apply(Manifests.copyOf("binned", source, TOKYO));
    String imageId = only(ready("binned")).imageId();

    clients
        .ec2("default", TOKYO)
        .deregisterImage(r -> r.imageId(imageId).deleteAssociatedSnapshots(true));
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> cloud.journal().counts().containsKey("RestoreImageFromRecycleBin"));

    assertThat(only(ready("binned")).imageId()).isEqualTo(imageId);
    assertThat(ids(TOKYO, "binned")).containsExactly(imageId);
  }

  /** CopyImage with copyImageTags takes the operator's tags along, onto an image of others. */
  @Test
  void keepsImagesThatOthersCopiedFromOurCopy() {
    String source = seeds.image(ImageSeed.named("travelled"));
    apply(Manifests.copyOf("travelled", source, VIRGINIA));
    RegionStatus ours = only(ready("travelled"));

    var ec2 = clients.ec2("default", VIRGINIA);
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

    assertThat(only(ready("travelled")).imageId()).isEqualTo(ours.imageId());
    delete("travelled");

    assertThat(cloud.journal().leftovers())
        .contains(foreign, snapshot)
        .doesNotContain(ours.imageId())
        .doesNotContainAnyElementsOf(snapshotIds(ours));
  }

  @Test
  void aLostStatusFindsTheCopyAgain() {
    String source = seeds.image(ImageSeed.named("amnesia"));
    apply(Manifests.copyOf("amnesia", source, VIRGINIA));
    String imageId = only(ready("amnesia")).imageId();

    resource("amnesia")
        .editStatus(
            copy -> {
              copy.setStatus(null);
              return copy;
            });

    assertThat(only(ready("amnesia")).imageId()).isEqualTo(imageId);
    assertThat(ids(VIRGINIA, "amnesia")).hasSize(1);
  }
}
