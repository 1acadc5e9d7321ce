package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.snapshotIds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.VolumeSeed;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** KMS keys that CopyImage names, and what becomes of a copy whose key cannot be used. */
final class CopyKeyCases {
  private static final String COPY = "botocore 1.44.5 service model, CopyImageRequest.KmsKeyId";

  private static final String MULTI_REGION =
      "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html: the"
          + " same key id, aliases and state of its own";

  /** The image says nothing about the key: what helps is the message of the snapshot. */
  private static final String REASONS =
      "https://github.com/hashicorp/packer/issues/6599, /6737 (StateReason of the image);"
          + " EBS user guide, copy a snapshot (StateMessage); the code is not documented";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "a key is named by id, ARN, alias or alias ARN", COPY, CopyKeyCases::fourForms),
          new ConformanceCase(
              "the ARN of a key in another region is accepted, and the copy fails later",
              COPY + ": must exist in the destination Region",
              CopyKeyCases::keyOfOtherRegion),
          new ConformanceCase(
              "a disabled key, and a disabled default key, let the copy fail later",
              COPY + "; KMS developer guide, key states",
              CopyKeyCases::disabledKey),
          new ConformanceCase(
              "a key that is disabled in the source region lets the copy fail later",
              "KMS developer guide, key states",
              CopyKeyCases::disabledSourceKey),
          new ConformanceCase(
              "a failed image gives an internal error as its reason, and only its snapshots the key",
              REASONS,
              CopyKeyCases::reasons),
          new ConformanceCase(
              "the id of a multi-Region key means the replica in the destination region",
              MULTI_REGION,
              CopyKeyCases::replicaById),
          new ConformanceCase(
              "the ARN of a multi-Region key means the key of its own region only",
              COPY + "; " + MULTI_REGION,
              CopyKeyCases::primaryByArn),
          new ConformanceCase(
              "a copy into the same region encrypts again under another key",
              "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html, copy with"
                  + " encryption parameters",
              CopyKeyCases::encryptedAgain));

  private CopyKeyCases() {}

  private static Seeds.SeedTarget awaySeeds(ConformanceEnvironment stage) {
    return stage.cloud().seeds().target(ConformanceEnvironment.MINE, ConformanceEnvironment.AWAY);
  }

  private static KmsClient kms(ConformanceEnvironment stage, String region) {
    return stage.cloud().kms(Caller.of(ConformanceEnvironment.MINE), region);
  }

  private static String copy(ConformanceEnvironment stage, String source, String name, String key) {
    return stage
        .away()
        .copyImage(stage.copyOf(source, name).encrypted(true).kmsKeyId(key).build())
        .imageId();
  }

  private static Snapshot snapshotOf(Ec2Client ec2, String imageId) {
    return ConformanceEnvironment.snapshot(
        ec2, snapshotIds(ConformanceEnvironment.describe(ec2, imageId)).getFirst());
  }

  private static void fourForms(ConformanceEnvironment stage) {
    String arn = awaySeeds(stage).kmsKey("alias/images");
    String source = stage.image("web");
    List<String> forms =
        List.of(
            arn.substring(arn.indexOf('/') + 1),
            arn,
            "alias/images",
            "arn:aws:kms:us-east-1:123456789012:alias/images");
    for (String form : forms) {
      String copy = copy(stage, source, "web-" + forms.indexOf(form), form);
      stage.pass(Duration.ofHours(1));
      assertThat(ConformanceEnvironment.describe(stage.away(), copy).stateAsString())
          .isEqualTo("available");
      assertThat(snapshotOf(stage.away(), copy).kmsKeyId()).isEqualTo(arn);
    }
  }

  private static void keyOfOtherRegion(ConformanceEnvironment stage) {
    String arn = stage.home().kmsKey("alias/images");
    String source = stage.image("web");
    assertFails(stage, copy(stage, source, "web-1", arn));
    String alias = "arn:aws:kms:eu-west-1:123456789012:alias/images";
    assertFails(stage, copy(stage, source, "web-2", alias));
  }

  private static void disabledKey(ConformanceEnvironment stage) {
    String arn = awaySeeds(stage).kmsKey("alias/images");
    String source = stage.image("web");
    stage.away().modifyEbsDefaultKmsKeyId(r -> r.kmsKeyId(arn));
    kms(stage, ConformanceEnvironment.AWAY).disableKey(r -> r.keyId(arn));
    assertFails(stage, copy(stage, source, "web-1", arn));
    assertFails(stage, copy(stage, source, "web-2", null));

    kms(stage, ConformanceEnvironment.AWAY).enableKey(r -> r.keyId(arn));
    String again = copy(stage, source, "web-3", arn);
    stage.pass(Duration.ofHours(1));
    assertThat(ConformanceEnvironment.describe(stage.away(), again).stateAsString())
        .isEqualTo("available");
  }

  private static void disabledSourceKey(ConformanceEnvironment stage) {
    String arn = stage.home().kmsKey("alias/images");
    String source = encrypted(stage, arn);
    kms(stage, ConformanceEnvironment.HOME).disableKey(r -> r.keyId(arn));
    String copy = stage.away().copyImage(stage.copyOf(source, "away").build()).imageId();
    assertFails(stage, copy);
  }

  private static void reasons(ConformanceEnvironment stage) {
    String copy = copy(stage, stage.image("web"), "web-1", "alias/none");
    stage.pass(Duration.ofHours(1));
    Image failed = ConformanceEnvironment.describe(stage.away(), copy);
    assertThat(failed.stateReason().message())
        .isEqualTo("Copy image failed with an internal error");
    assertThat(snapshotOf(stage.away(), copy).stateMessage())
        .isEqualTo("Given key ID is not accessible");
  }

  private static void replicaById(ConformanceEnvironment stage) {
    KeyMetadata primary = multiRegionKey(stage);
    String source = encrypted(stage, primary.arn());
    assertFails(stage, copy(stage, source, "web-1", primary.keyId()));

    String replica = replicate(stage, primary);
    String copy = copy(stage, source, "web-2", primary.keyId());
    stage.pass(Duration.ofHours(1));
    assertThat(ConformanceEnvironment.describe(stage.away(), copy).stateAsString())
        .isEqualTo("available");
    assertThat(snapshotOf(stage.away(), copy).kmsKeyId())
        .isEqualTo(replica)
        .isNotEqualTo(primary.arn());
  }

  private static void primaryByArn(ConformanceEnvironment stage) {
    KeyMetadata primary = multiRegionKey(stage);
    String replica = replicate(stage, primary);
    String source = stage.image("web");
    assertFails(stage, copy(stage, source, "web-1", primary.arn()));
    String copy = copy(stage, source, "web-2", replica);
    stage.pass(Duration.ofHours(1));
    assertThat(ConformanceEnvironment.describe(stage.away(), copy).stateAsString())
        .isEqualTo("available");
  }

  private static void encryptedAgain(ConformanceEnvironment stage) {
    String old = stage.home().kmsKey("alias/old");
    String next = stage.home().kmsKey("alias/next");
    String source = encrypted(stage, old);
    String copy =
        stage
            .ec2()
            .copyImage(stage.copyOf(source, "again").encrypted(true).kmsKeyId("alias/next").build())
            .imageId();
    stage.pass(Duration.ofHours(1));
    assertThat(stage.describe(copy).stateAsString()).isEqualTo("available");
    assertThat(snapshotOf(stage.ec2(), copy).kmsKeyId()).isEqualTo(next);
    assertThat(snapshotOf(stage.ec2(), source).kmsKeyId()).isEqualTo(old);
  }

  private static KeyMetadata multiRegionKey(ConformanceEnvironment stage) {
    KeyMetadata key =
        kms(stage, ConformanceEnvironment.HOME).createKey(r -> r.multiRegion(true)).keyMetadata();
    assertThat(key.keyId()).startsWith("mrk-");
    return key;
  }

  private static String replicate(ConformanceEnvironment stage, KeyMetadata primary) {
    KeyMetadata replica =
        kms(stage, ConformanceEnvironment.HOME)
            .replicateKey(r -> r.keyId(primary.arn()).replicaRegion(ConformanceEnvironment.AWAY))
            .replicaKeyMetadata();
    assertThat(replica.keyId()).isEqualTo(primary.keyId());
    return replica.arn();
  }

  private static String encrypted(ConformanceEnvironment stage, String keyArn) {
    return stage
        .home()
        .image(
            ImageSeed.named("secret")
                .withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(keyArn)));
  }

  private static void assertFails(ConformanceEnvironment stage, String copy) {
    assertThat(ConformanceEnvironment.describe(stage.away(), copy).stateAsString())
        .isEqualTo("pending");
    stage.pass(Duration.ofHours(1));
    assertThat(ConformanceEnvironment.describe(stage.away(), copy).stateAsString())
        .isEqualTo("failed");
    assertThat(snapshotOf(stage.away(), copy).stateAsString()).isEqualTo("error");
  }
}
