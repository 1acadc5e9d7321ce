package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Copies that are to be shared, of encrypted images or into accounts that encrypt by default. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopySharingQuarkusTest extends CopyTestBase {
  /** A region that no other test uses, because its defaults are changed. */
  private static final String SYDNEY = "ap-southeast-2";

  @AfterEach
  void resetDefaults() {
    sydney().resetEbsDefaultKmsKeyId(r -> {});
    sydney().disableEbsEncryptionByDefault(r -> {});
  }

  @Test
  void makesNoEncryptedCopyThatCannotBeShared() {
    String key = seeds.kmsKey("alias/images");
    String source =
        seeds.image(
            ImageSeed.named("secret")
                .withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key)));
    applyShared("secret", source);

    AmiCopyStatus refused = awaitStatus("secret", CopyTestBase::isStalled);

    assertThat(readyReason(refused)).isEqualTo("CannotShare");
    assertThat(readyCondition(refused).message()).contains(source, SYDNEY, "alias/aws/ebs");
    assertThat(imageIds(SYDNEY, "secret")).isEmpty();

    Seeds.SeedTarget there = cloud.seeds().target(Ec2Fixtures.ACCOUNT, SYDNEY);
    String shareable = there.kmsKey("alias/shareable");
    there.shareKmsKey(shareable, Manifests.FRIEND);
    sydney().modifyEbsDefaultKmsKeyId(r -> r.kmsKeyId(shareable));
    edit("secret", CopyTestBase::withDescription);

    assertThat(awaitReady("secret").copies()).isEqualTo("1/1");
    delete("secret");
  }

  @Test
  void makesNoCopyEncryptedByDefaultThatCannotBeShared() {
    sydney().enableEbsEncryptionByDefault(r -> {});
    String source = seeds.image(ImageSeed.named("plain"));
    applyShared("plain", source);

    AmiCopyStatus refused = awaitStatus("plain", CopyTestBase::isStalled);

    assertThat(readyCondition(refused).message()).contains("enables EBS encryption by default");
    assertThat(imageIds(SYDNEY, "plain")).isEmpty();
    delete("plain");
  }

  private Ec2Client sydney() {
    return SimulatedAws.administrator(clients, SYDNEY);
  }

  private void applyShared(String name, String source) {
    AmiCopy copy = Manifests.copyOf(name, source, SYDNEY);
    copy.setSpec(withLaunchPermission(copy.getSpec(), Manifests.FRIEND));
    apply(copy);
  }
}
