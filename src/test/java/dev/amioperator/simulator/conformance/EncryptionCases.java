package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.snapshotIds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.VolumeSeed;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CopySnapshotRequest;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** Encryption: keys, defaults, and what they allow. */
final class EncryptionCases {
  private static final String COPY = "API reference, CopyImage";
  private static final String DEFAULTS = "EBS user guide, encryption by default";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "a copy is encrypted with the key it names", COPY, EncryptionCases::namedKey),
          new ConformanceCase(
              "a key that cannot be used lets the copy fail later, not the call",
              COPY + "; EBS user guide, copy a snapshot",
              EncryptionCases::badKey),
          new ConformanceCase(
              "another account copies an encrypted snapshot only with access to its key",
              "EBS user guide, share the KMS key of an encrypted snapshot",
              EncryptionCases::foreignKey),
          new ConformanceCase(
              "encryption by default encrypts copies that do not ask for it",
              DEFAULTS,
              EncryptionCases::byDefault),
          new ConformanceCase(
              "a copy without parameters keeps the keys of own snapshots in the same region only",
              "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html, copy with no"
                  + " encryption parameters; https://github.com/hashicorp/packer-plugin-amazon/"
                  + "issues/270 (another region: the default key)",
              EncryptionCases::keptKey),
          new ConformanceCase(
              "the default key can be changed and reset", DEFAULTS, EncryptionCases::defaultKey),
          new ConformanceCase(
              "an image under the default key cannot be shared",
              "observed answer of ModifyImageAttribute",
              EncryptionCases::sharingDefaultKey),
          new ConformanceCase(
              "an encrypted image cannot be made public",
              "EC2 user guide, make your AMI publicly available; the code is not documented",
              EncryptionCases::publishing),
          new ConformanceCase(
              "a snapshot is copied with its description, and encrypted on demand",
              "API reference, CopySnapshot",
              EncryptionCases::copySnapshot));

  private EncryptionCases() {}

  private static Seeds.SeedTarget awayPlace(ConformanceEnvironment stage) {
    return stage.cloud().seeds().target(ConformanceEnvironment.MINE, ConformanceEnvironment.AWAY);
  }

  /** With a URL of its own, so that the SDK does not make one out of the endpoint's host. */
  static CopySnapshotRequest.Builder copyOf(String snapshotId) {
    return CopySnapshotRequest.builder()
        .sourceRegion(ConformanceEnvironment.HOME)
        .sourceSnapshotId(snapshotId)
        .presignedUrl("https://ec2.eu-west-1.amazonaws.com/");
  }

  private static Snapshot firstSnapshot(Ec2Client ec2, String imageId) {
    return ConformanceEnvironment.snapshot(
        ec2, snapshotIds(ConformanceEnvironment.describe(ec2, imageId)).getFirst());
  }

  private static void namedKey(ConformanceEnvironment stage) {
    String key = awayPlace(stage).kmsKey("alias/images");
    String source = stage.image("web-1");
    String id =
        stage
            .away()
            .copyImage(
                stage.copyOf(source, "safe").encrypted(true).kmsKeyId("alias/images").build())
            .imageId();
    stage.pass(Duration.ofHours(1));

    assertThat(ConformanceEnvironment.describe(stage.away(), id).stateAsString())
        .isEqualTo("available");
    assertThat(firstSnapshot(stage.away(), id).kmsKeyId()).isEqualTo(key);
  }

  private static void badKey(ConformanceEnvironment stage) {
    String source = stage.image("web-1");
    String id =
        stage
            .away()
            .copyImage(stage.copyOf(source, "safe").encrypted(true).kmsKeyId("alias/none").build())
            .imageId();
    assertThat(ConformanceEnvironment.describe(stage.away(), id).stateAsString())
        .isEqualTo("pending");

    stage.pass(Duration.ofHours(1));
    Image failed = ConformanceEnvironment.describe(stage.away(), id);
    assertThat(failed.stateAsString()).isEqualTo("failed");
    Snapshot snapshot = firstSnapshot(stage.away(), id);
    assertThat(snapshot.stateAsString()).isEqualTo("error");
    assertThat(snapshot.stateMessage()).isEqualTo("Given key ID is not accessible");
  }

  private static void foreignKey(ConformanceEnvironment stage) {
    String key = stage.home().kmsKey("alias/images");
    String shared =
        stage
            .home()
            .snapshot(
                SnapshotSeed.of(8).encryptedWith(key).sharedWith(ConformanceEnvironment.OTHER));
    Ec2Client other = stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME);

    String refused = other.copySnapshot(copyOf(shared).build()).snapshotId();
    stage.home().shareKmsKey(key, ConformanceEnvironment.OTHER);
    String allowed = other.copySnapshot(copyOf(shared).build()).snapshotId();
    stage.pass(Duration.ofHours(1));

    assertThat(ConformanceEnvironment.snapshot(other, refused).stateAsString()).isEqualTo("error");
    assertThat(ConformanceEnvironment.snapshot(other, allowed).stateAsString())
        .isEqualTo("completed");
  }

  private static void byDefault(ConformanceEnvironment stage) {
    assertThat(stage.away().getEbsEncryptionByDefault(r -> {}).ebsEncryptionByDefault()).isFalse();
    stage.away().enableEbsEncryptionByDefault(r -> {});
    String source = stage.image("web-1");
    String id = stage.away().copyImage(stage.copyOf(source, "web-1").build()).imageId();
    assertThat(firstSnapshot(stage.away(), id).encrypted()).isTrue();

    stage.away().disableEbsEncryptionByDefault(r -> {});
    String plain = stage.away().copyImage(stage.copyOf(source, "web-2").build()).imageId();
    assertThat(firstSnapshot(stage.away(), plain).encrypted()).isFalse();
  }

  private static void keptKey(ConformanceEnvironment stage) {
    String key = stage.home().kmsKey("alias/images");
    String awayKey = awayPlace(stage).kmsKey("alias/away");
    stage.away().modifyEbsDefaultKmsKeyId(r -> r.kmsKeyId("alias/away"));
    String source =
        stage
            .home()
            .image(
                ImageSeed.named("web-1")
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key)));

    String here = stage.ec2().copyImage(stage.copyOf(source, "here").build()).imageId();
    String away = stage.away().copyImage(stage.copyOf(source, "away").build()).imageId();

    assertThat(firstSnapshot(stage.ec2(), here).kmsKeyId()).isEqualTo(key);
    assertThat(firstSnapshot(stage.away(), away).kmsKeyId()).isEqualTo(awayKey);
  }

  private static void defaultKey(ConformanceEnvironment stage) {
    assertThat(stage.away().getEbsDefaultKmsKeyId(r -> {}).kmsKeyId()).isEqualTo("alias/aws/ebs");
    String key = awayPlace(stage).kmsKey("alias/images");
    stage.away().modifyEbsDefaultKmsKeyId(r -> r.kmsKeyId("alias/images"));
    assertThat(stage.away().getEbsDefaultKmsKeyId(r -> {}).kmsKeyId()).isEqualTo(key);
    String source = stage.image("web-1");
    String id =
        stage.away().copyImage(stage.copyOf(source, "web-1").encrypted(true).build()).imageId();
    assertThat(firstSnapshot(stage.away(), id).kmsKeyId()).isEqualTo(key);

    stage.away().resetEbsDefaultKmsKeyId(r -> {});
    assertThat(stage.away().getEbsDefaultKmsKeyId(r -> {}).kmsKeyId()).isEqualTo("alias/aws/ebs");
    refused(
        "InvalidParameterValue",
        () -> stage.away().modifyEbsDefaultKmsKeyId(r -> r.kmsKeyId("alias/none")));
  }

  private static void share(ConformanceEnvironment stage, String id) {
    stage
        .away()
        .modifyImageAttribute(
            r ->
                r.imageId(id)
                    .launchPermission(p -> p.add(a -> a.userId(ConformanceEnvironment.OTHER))));
  }

  private static void sharingDefaultKey(ConformanceEnvironment stage) {
    awayPlace(stage).kmsKey("alias/images");
    String source = stage.image("web-1");
    String underDefault =
        stage.away().copyImage(stage.copyOf(source, "web-1").encrypted(true).build()).imageId();
    String underOwn =
        stage
            .away()
            .copyImage(
                stage.copyOf(source, "web-2").encrypted(true).kmsKeyId("alias/images").build())
            .imageId();
    stage.pass(Duration.ofHours(1));

    refused("InvalidParameter", () -> share(stage, underDefault));
    share(stage, underOwn);
  }

  private static void publishing(ConformanceEnvironment stage) {
    String key = stage.home().kmsKey("alias/images");
    String id =
        stage
            .home()
            .image(
                ImageSeed.named("web-1")
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key)));
    refused(
        "InvalidParameter",
        () ->
            stage
                .ec2()
                .modifyImageAttribute(
                    r -> r.imageId(id).launchPermission(p -> p.add(a -> a.group("all")))));
  }

  private static void copySnapshot(ConformanceEnvironment stage) {
    String source = stage.home().snapshot(SnapshotSeed.of(8));
    String id =
        stage
            .away()
            .copySnapshot(copyOf(source).description("a copy").encrypted(true).build())
            .snapshotId();
    Snapshot copy = ConformanceEnvironment.snapshot(stage.away(), id);
    assertThat(copy.description()).isEqualTo("a copy");
    assertThat(copy.encrypted()).isTrue();
    assertThat(copy.stateAsString()).isEqualTo("pending");
    refused(
        "IncorrectState",
        () ->
            stage.ec2().copySnapshot(copyOf(id).sourceRegion(ConformanceEnvironment.AWAY).build()));
  }
}
