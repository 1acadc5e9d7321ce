package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.CopyEncryption;
import dev.amioperator.simulator.Caller;
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
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.kms.KmsClient;

/** Copies that are encrypted as their spec demands. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyEncryptionQuarkusTest extends CopyTestBase {
  private static final String PARIS = "eu-west-3";

  @Test
  void encryptsCopyWithKeyBehindAlias() {
    String key = paris().kmsKey("alias/sealed");
    apply(encrypted("sealed", plainImage("sealed"), PARIS, "alias/sealed"));

    assertThat(snapshot(PARIS, awaitReady("sealed")).kmsKeyId()).isEqualTo(key);

    String other = paris().kmsKey("alias/sealed-again");
    edit("sealed", spec -> withKey(spec, other));
    AmiCopyStatus mismatch =
        awaitStatus("sealed", s -> readyReason(s).equals("EncryptionMismatch"));
    assertThat(readyCondition(mismatch).message()).contains(key, other);
    assertThat(imageIds(PARIS, "sealed")).hasSize(1);

    edit("sealed", spec -> withKey(spec, key));
    awaitReady("sealed");
    delete("sealed");
  }

  @Test
  void encryptsAgainInRegionOfSource() {
    String old = seeds.kmsKey("alias/old");
    String next = seeds.kmsKey("alias/next");
    apply(encrypted("again", encryptedImage("again", old), HOME, "alias/next"));

    assertThat(snapshot(HOME, awaitReady("again")).kmsKeyId()).isEqualTo(next);
    delete("again");
  }

  @Test
  void copiesOnceDisabledKeyIsEnabled() {
    String key = paris().kmsKey("alias/asleep");
    kms(PARIS).disableKey(r -> r.keyId(key));
    apply(encrypted("asleep", plainImage("asleep"), PARIS, "alias/asleep"));

    AmiCopyStatus refused = awaitStatus("asleep", CopyTestBase::isStalled);
    assertThat(readyReason(refused)).isEqualTo("KeyUnusable");
    assertThat(readyCondition(refused).message()).contains(key, "Disabled");
    assertThat(imageIds(PARIS, "asleep")).isEmpty();

    kms(PARIS).enableKey(r -> r.keyId(key));
    assertThat(snapshot(PARIS, awaitReady("asleep")).kmsKeyId()).isEqualTo(key);
    delete("asleep");
  }

  @Test
  void refusesReplicaOfOtherRegion() {
    String primary = kms(HOME).createKey(r -> r.multiRegion(true)).keyMetadata().arn();
    apply(encrypted("elsewhere", plainImage("elsewhere"), PARIS, primary));

    AmiCopyStatus refused = awaitStatus("elsewhere", CopyTestBase::isStalled);
    assertThat(readyReason(refused)).isEqualTo("KeyUnusable");
    String replica = primary.replace(HOME, PARIS);
    assertThat(readyCondition(refused).message()).contains(replica, "ReplicateKey");

    kms(HOME).replicateKey(r -> r.keyId(primary).replicaRegion(PARIS));
    edit("elsewhere", spec -> withKey(spec, replica));
    assertThat(snapshot(PARIS, awaitReady("elsewhere")).kmsKeyId()).isEqualTo(replica);
    delete("elsewhere");
  }

  @Test
  void copiesAgainOnlyOnceKeyOfFailedCopyChanges() {
    String sourceKey = seeds.kmsKey("alias/lost");
    paris().kmsKey("alias/found");
    String source = encryptedImage("lost", sourceKey);
    kms(HOME).disableKey(r -> r.keyId(sourceKey));
    apply(encrypted("lost", source, PARIS, "alias/found"));

    AmiCopyStatus failed = awaitStatus("lost", CopyTestBase::isStalled);
    String first = onlyRegion(failed).imageId();
    assertThat(readyReason(failed)).isEqualTo("ImageFailed");
    assertThat(readyCondition(failed).message()).contains(first, "key ID is not accessible");

    cloud.clock().step(Duration.ofHours(2));
    long reads = describes();
    await().atMost(Duration.ofSeconds(40)).until(() -> describes() > reads + 5);
    assertThat(imageIds(PARIS, "lost")).containsExactly(first);

    kms(HOME).enableKey(r -> r.keyId(sourceKey));
    AmiCopyStatus status = awaitReady("lost");
    assertThat(onlyRegion(status).previousImageId()).isEqualTo(first);
    assertThat(onlyRegion(status).failedFor()).isNull();
    delete("lost");
  }

  @Test
  void makesTimeBasedCopy() {
    AmiCopy copy = Manifests.copyOf("timed", plainImage("timed"), PARIS);
    copy.setSpec(
        Manifests.read(
            """
            source: {region: eu-west-1, imageId: %s}
            destinations: [{region: eu-west-3, completeWithin: 30m}]
            """
                .formatted(copy.getSpec().source().imageId()),
            AmiCopySpec.class));
    apply(copy);

    assertThat(snapshot(PARIS, awaitReady("timed")).completionDurationMinutes()).isEqualTo(30);
    delete("timed");
  }

  private Seeds.SeedTarget paris() {
    return cloud.seeds().target(Ec2Fixtures.ACCOUNT, PARIS);
  }

  private KmsClient kms(String region) {
    return cloud.kms(Caller.of(Ec2Fixtures.ACCOUNT), region);
  }

  private long describes() {
    return cloud.journal().counts().getOrDefault("DescribeImages", 0L).longValue();
  }

  private String plainImage(String name) {
    return seeds.image(ImageSeed.named(name));
  }

  private String encryptedImage(String name, String key) {
    return seeds.image(
        ImageSeed.named(name).withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key)));
  }

  private Snapshot snapshot(String region, AmiCopyStatus status) {
    return SimulatedAws.administrator(clients, region)
        .describeSnapshots(r -> r.snapshotIds(snapshotIds(onlyRegion(status))))
        .snapshots()
        .getFirst();
  }

  private static AmiCopy encrypted(String name, String source, String region, String key) {
    AmiCopy copy = Manifests.copyOf(name, source, region);
    copy.setSpec(withKey(copy.getSpec(), key));
    return copy;
  }

  private static AmiCopySpec withKey(AmiCopySpec spec, String key) {
    return AmiCopySpecBuilder.builder(spec).encryption(new CopyEncryption(null, key)).build();
  }
}
