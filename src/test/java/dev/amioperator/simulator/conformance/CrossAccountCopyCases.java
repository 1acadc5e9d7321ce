package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.snapshotIds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.VolumeSeed;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.OperationType;
import software.amazon.awssdk.services.kms.KmsClient;

/** What another account needs to copy an image: the image, each snapshot and the key. */
final class CrossAccountCopyCases {
  private static final String UNIT =
      "arn:aws:organizations::123456789012:ou/o-abcdefghij/ou-1234-abcdefgh";

  private static final String PERMISSIONS =
      "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/CopyingAMIs.html, resource permissions;"
          + " message: https://github.com/awslabs/amazon-eks-ami/issues/52";

  private static final String KEYS =
      "https://docs.aws.amazon.com/ebs/latest/userguide/share-kms-key.html (the operations); message:"
          + " EBS user guide, copy a snapshot";

  private static final String GRANTS =
      "botocore 1.44.5 service model, CreateGrant: a brief delay until the grant is available;"
          + " EC2 takes no grant token";

  /** All that users of a shared encrypted snapshot need, as operations of a grant. */
  private static final List<String> OPERATIONS =
      List.of(
          "DescribeKey",
          "CreateGrant",
          "Decrypt",
          "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "ReEncryptFrom",
          "ReEncryptTo");

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "an image that is not shared is unknown, also if its snapshots are shared",
              PERMISSIONS,
              CrossAccountCopyCases::imageNotShared),
          new ConformanceCase(
              "every snapshot of the image has to be shared",
              PERMISSIONS,
              CrossAccountCopyCases::everySnapshot),
          new ConformanceCase(
              "sharing with an organizational unit covers the image, not its snapshots",
              "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/"
                  + "share-amis-with-organizations-and-OUs.html; ModifySnapshotAttribute takes"
                  + " accounts and all only",
              CrossAccountCopyCases::organization),
          new ConformanceCase(
              "without its key, the copy of an encrypted image fails later, not the call",
              KEYS,
              CrossAccountCopyCases::withoutKey),
          new ConformanceCase(
              "a key policy for the account is enough", KEYS, CrossAccountCopyCases::keyPolicy),
          new ConformanceCase(
              "a grant to the account, or to the role that copies, is enough while it lasts",
              KEYS,
              CrossAccountCopyCases::grant),
          new ConformanceCase(
              "a grant without one of the operations is not enough",
              KEYS + "; which of them EC2 needs is not documented",
              CrossAccountCopyCases::grantWithoutOperation),
          new ConformanceCase(
              "a copy that starts before the grant has arrived fails",
              GRANTS,
              CrossAccountCopyCases::grantTooNew),
          new ConformanceCase(
              "snapshots under the default key cannot be shared",
              "https://github.com/hashicorp/packer/issues/7499 (code and message)",
              CrossAccountCopyCases::defaultKey));

  private CrossAccountCopyCases() {}

  private static Ec2Client other(ConformanceEnvironment stage) {
    return stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.AWAY);
  }

  private static KmsClient kms(ConformanceEnvironment stage) {
    return stage.cloud().kms(Caller.of(ConformanceEnvironment.MINE), ConformanceEnvironment.HOME);
  }

  private static void shareImage(ConformanceEnvironment stage, String image) {
    stage
        .ec2()
        .modifyImageAttribute(
            r ->
                r.imageId(image)
                    .launchPermission(p -> p.add(a -> a.userId(ConformanceEnvironment.OTHER))));
  }

  private static void shareSnapshot(ConformanceEnvironment stage, String snapshot) {
    stage
        .ec2()
        .modifySnapshotAttribute(
            r ->
                r.snapshotId(snapshot)
                    .attribute("createVolumePermission")
                    .operationType(OperationType.ADD)
                    .userIds(ConformanceEnvironment.OTHER));
  }

  private static String copy(ConformanceEnvironment stage, String source, String name) {
    return other(stage).copyImage(stage.copyOf(source, name).build()).imageId();
  }

  private static void imageNotShared(ConformanceEnvironment stage) {
    String source = stage.image("web");
    snapshotIds(stage.describe(source)).forEach(id -> shareSnapshot(stage, id));
    Ec2Exception refusal = refused("InvalidAMIID.NotFound", () -> copy(stage, source, "mine-now"));
    assertThat(refusal.awsErrorDetails().errorMessage()).contains(source, "does not exist");
  }

  private static void everySnapshot(ConformanceEnvironment stage) {
    String source =
        stage
            .home()
            .image(
                ImageSeed.named("web")
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8), VolumeSeed.of("/dev/sdf", 8)));
    shareImage(stage, source);
    List<String> snapshots = snapshotIds(stage.describe(source));
    shareSnapshot(stage, snapshots.getFirst());
    assertNoStorage(stage, source);

    shareSnapshot(stage, snapshots.getLast());
    stage.pass(Duration.ofHours(1));
    assertEnds(stage, copy(stage, source, "web"), "available");
  }

  private static void organization(ConformanceEnvironment stage) {
    String source = stage.image("web");
    stage.cloud().seeds().organization(ConformanceEnvironment.OTHER, List.of(UNIT));
    stage
        .ec2()
        .modifyImageAttribute(
            r ->
                r.imageId(source).launchPermission(p -> p.add(a -> a.organizationalUnitArn(UNIT))));
    Ec2Client here = stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME);
    here.runInstances(r -> r.imageId(source).minCount(1).maxCount(1).instanceType("t3.micro"));
    assertNoStorage(stage, source);
  }

  private static void withoutKey(ConformanceEnvironment stage) {
    String source = shared(stage, stage.home().kmsKey("alias/images"));
    assertEnds(stage, copy(stage, source, "web"), "failed");
  }

  private static void keyPolicy(ConformanceEnvironment stage) {
    String key = stage.home().kmsKey("alias/images");
    stage.home().shareKmsKey(key, ConformanceEnvironment.OTHER);
    assertEnds(stage, copy(stage, shared(stage, key), "web"), "available");
  }

  private static void grant(ConformanceEnvironment stage) {
    String key = stage.home().kmsKey("alias/images");
    String source = shared(stage, key);
    String root = "arn:aws:iam::" + ConformanceEnvironment.OTHER + ":root";
    String toAccount = createGrant(stage, key, root, OPERATIONS);
    assertEnds(stage, copy(stage, source, "web-1"), "available");
    kms(stage).revokeGrant(r -> r.keyId(key).grantId(toAccount));
    assertEnds(stage, copy(stage, source, "web-2"), "failed");

    String role = "arn:aws:iam::" + ConformanceEnvironment.OTHER + ":role/other";
    createGrant(stage, key, role, OPERATIONS);
    assertEnds(stage, copy(stage, source, "web-3"), "failed");
    String caller = "arn:aws:iam::" + ConformanceEnvironment.OTHER + ":user/admin";
    createGrant(stage, key, caller, OPERATIONS);
    assertEnds(stage, copy(stage, source, "web-4"), "available");
  }

  private static void grantWithoutOperation(ConformanceEnvironment stage) {
    String key = stage.home().kmsKey("alias/images");
    String source = shared(stage, key);
    String root = "arn:aws:iam::" + ConformanceEnvironment.OTHER + ":root";
    createGrant(stage, key, root, OPERATIONS.subList(1, OPERATIONS.size()));
    assertEnds(stage, copy(stage, source, "web-1"), "failed");
    createGrant(stage, key, root, OPERATIONS.subList(0, 1));
    assertEnds(stage, copy(stage, source, "web-2"), "available");
  }

  private static void grantTooNew(ConformanceEnvironment stage) {
    stage.cloud().timing(timing -> timing.withGrants(Duration.ofMinutes(5)));
    String key = stage.home().kmsKey("alias/images");
    String source = shared(stage, key);
    createGrant(stage, key, "arn:aws:iam::" + ConformanceEnvironment.OTHER + ":root", OPERATIONS);
    String early = copy(stage, source, "web-1");
    stage.pass(Duration.ofMinutes(5));
    String late = copy(stage, source, "web-2");
    assertEnds(stage, early, "failed");
    assertEnds(stage, late, "available");
  }

  private static void defaultKey(ConformanceEnvironment stage) {
    String plain = stage.image("web");
    String source =
        stage.ec2().copyImage(stage.copyOf(plain, "secret").encrypted(true).build()).imageId();
    stage.pass(Duration.ofHours(1));
    Ec2Exception refusal =
        refused(
            "OperationNotPermitted",
            () -> shareSnapshot(stage, snapshotIds(stage.describe(source)).getFirst()));
    assertThat(refusal.awsErrorDetails().errorMessage())
        .isEqualTo("Encrypted snapshots with EBS default key cannot be shared");
  }

  /** An image under a key, with launch permission and create volume permission for the other. */
  private static String shared(ConformanceEnvironment stage, String key) {
    String source =
        stage
            .home()
            .image(
                ImageSeed.named("secret")
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key)));
    shareImage(stage, source);
    snapshotIds(stage.describe(source)).forEach(id -> shareSnapshot(stage, id));
    return source;
  }

  private static String createGrant(
      ConformanceEnvironment stage, String key, String grantee, List<String> operations) {
    return kms(stage)
        .createGrant(r -> r.keyId(key).granteePrincipal(grantee).operationsWithStrings(operations))
        .grantId();
  }

  private static void assertNoStorage(ConformanceEnvironment stage, String source) {
    Ec2Exception refusal = refused("InvalidRequest", () -> copy(stage, source, "mine-now"));
    assertThat(refusal.awsErrorDetails().errorMessage())
        .isEqualTo("You do not have permission to access the storage of this ami");
  }

  private static void assertEnds(ConformanceEnvironment stage, String copy, String state) {
    stage.pass(Duration.ofHours(1));
    assertThat(ConformanceEnvironment.describe(other(stage), copy).stateAsString())
        .isEqualTo(state);
  }
}
