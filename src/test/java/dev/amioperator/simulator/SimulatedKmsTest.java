package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.conformance.ConformanceEnvironment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.MultiRegionKey;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** KMS API reference; EBS user guide, share the KMS key of an encrypted snapshot. */
class SimulatedKmsTest {
  private static final List<GrantOperation> ALL_OPERATIONS =
      List.of(
          GrantOperation.DESCRIBE_KEY,
          GrantOperation.CREATE_GRANT,
          GrantOperation.DECRYPT,
          GrantOperation.GENERATE_DATA_KEY,
          GrantOperation.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT,
          GrantOperation.RE_ENCRYPT_FROM,
          GrantOperation.RE_ENCRYPT_TO);

  private final ConformanceEnvironment stage = ConformanceEnvironment.inProcess();
  private final KmsClient kms =
      stage.cloud().kms(Caller.of(ConformanceEnvironment.MINE), ConformanceEnvironment.HOME);
  private final KmsClient theirs =
      stage.cloud().kms(Caller.of(ConformanceEnvironment.OTHER), ConformanceEnvironment.HOME);

  @Test
  void findsKeyByIdAliasAndArn() {
    String arn = kms.createKey(r -> {}).keyMetadata().arn();
    String id = arn.substring(arn.indexOf('/') + 1);
    kms.createAlias(r -> r.aliasName("alias/images").targetKeyId(id));

    for (String name :
        new String[] {id, arn, "alias/images", "arn:aws:kms:eu-west-1:123456789012:alias/images"}) {
      assertThat(kms.describeKey(r -> r.keyId(name)).keyMetadata().arn()).isEqualTo(arn);
    }
    assertThatThrownBy(() -> kms.describeKey(r -> r.keyId("alias/none")))
        .isInstanceOf(NotFoundException.class);
    assertThat(kms.describeKey(r -> r.keyId("alias/aws/ebs")).keyMetadata().keyManager())
        .isEqualTo(KeyManagerType.AWS);
  }

  @Test
  void allowsOtherAccountByKeyPolicy() {
    String arn = kms.createKey(r -> {}).keyMetadata().arn();
    assertThatThrownBy(() -> theirs.describeKey(r -> r.keyId(arn)))
        .isInstanceOfSatisfying(
            KmsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
    assertThat(kms.getKeyPolicy(r -> r.keyId(arn)).policy()).contains("123456789012:root");

    kms.putKeyPolicy(r -> r.keyId(arn).policy(policy("kms:ListGrants")));
    assertThat(copies(arn)).isEqualTo(SnapshotState.ERROR);
    kms.putKeyPolicy(r -> r.keyId(arn).policy(policy("kms:CreateGrant")));
    assertThat(copies(arn)).isEqualTo(SnapshotState.COMPLETED);
  }

  @Test
  void allowsPrincipalUntilGrantIsRevoked() {
    String arn = kms.createKey(r -> {}).keyMetadata().arn();
    String grant =
        kms.createGrant(
                r ->
                    r.keyId(arn)
                        .granteePrincipal("arn:aws:iam::111122223333:root")
                        .operations(ALL_OPERATIONS))
            .grantId();
    assertThat(kms.listGrants(r -> r.keyId(arn)).grants()).hasSize(1);
    assertThat(copies(arn)).isEqualTo(SnapshotState.COMPLETED);

    kms.revokeGrant(r -> r.keyId(arn).grantId(grant));
    assertThat(copies(arn)).isEqualTo(SnapshotState.ERROR);
  }

  @Test
  void createsGrantOfSameNameOnce() {
    String arn = kms.createKey(r -> {}).keyMetadata().arn();

    String first = createGrant(arn, "copy");
    assertThat(createGrant(arn, "copy")).isEqualTo(first);
    assertThat(createGrant(arn, "other")).isNotEqualTo(first);
    assertThat(createGrant(arn, null)).isNotEqualTo(createGrant(arn, null));
    assertThat(kms.listGrants(r -> r.keyId(arn)).grants()).hasSize(4);
  }

  private String createGrant(String arn, String name) {
    return kms.createGrant(
            r ->
                r.keyId(arn)
                    .name(name)
                    .granteePrincipal("arn:aws:iam::111122223333:root")
                    .operations(ALL_OPERATIONS))
        .grantId();
  }

  /** RetireGrant: the retiring principal, in another account too; by id or token. */
  @Test
  void retiresGrant() {
    String arn = kms.createKey(r -> {}).keyMetadata().arn();
    String grantee = "arn:aws:iam::999988887777:root";
    var retirable =
        kms.createGrant(
            r ->
                r.keyId(arn)
                    .granteePrincipal(grantee)
                    .retiringPrincipal("arn:aws:iam::111122223333:root")
                    .operations(ALL_OPERATIONS));
    var fixed =
        kms.createGrant(
            r -> r.keyId(arn).granteePrincipal(grantee).operations(ALL_OPERATIONS).name("fixed"));

    assertThatThrownBy(() -> theirs.retireGrant(r -> r.keyId(arn).grantId(fixed.grantId())))
        .isInstanceOfSatisfying(
            KmsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
    theirs.retireGrant(r -> r.grantToken(retirable.grantToken()));
    kms.retireGrant(r -> r.keyId(arn).grantId(fixed.grantId()));
    assertThat(kms.listGrants(r -> r.keyId(arn)).grants()).isEmpty();
    assertThatThrownBy(() -> kms.retireGrant(r -> r.keyId(arn).grantId(fixed.grantId())))
        .isInstanceOf(NotFoundException.class);
  }

  /** Grant API: KeyId is a key id or ARN; GetKeyPolicy answers an alias with "Invalid keyId". */
  @Test
  void refusesAliasOutsideDescribeKey() {
    String arn = kms.createKey(r -> {}).keyMetadata().arn();
    kms.createAlias(r -> r.aliasName("alias/images").targetKeyId(arn));

    assertThatThrownBy(() -> kms.getKeyPolicy(r -> r.keyId("alias/images")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Invalid keyId alias/images");
    assertThatThrownBy(() -> createGrant("alias/images", null))
        .isInstanceOf(NotFoundException.class);
  }

  /** Observed: NotFoundException "Invalid arn us-east-1" for the ARN of another region. */
  @Test
  void refusesArnOfAnotherRegion() {
    String arn = kms.createKey(r -> {}).keyMetadata().arn();
    KmsClient away =
        stage.cloud().kms(Caller.of(ConformanceEnvironment.MINE), ConformanceEnvironment.AWAY);

    assertThatThrownBy(() -> away.describeKey(r -> r.keyId(arn)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Invalid arn eu-west-1");
  }

  @Test
  void describesMultiRegionKey() {
    String arn = kms.createKey(r -> r.multiRegion(true)).keyMetadata().arn();
    KmsClient away =
        stage.cloud().kms(Caller.of(ConformanceEnvironment.MINE), ConformanceEnvironment.AWAY);
    String replica =
        kms.replicateKey(r -> r.keyId(arn).replicaRegion(ConformanceEnvironment.AWAY))
            .replicaKeyMetadata()
            .arn();

    String id = arn.substring(arn.indexOf('/') + 1);
    KeyMetadata seen = away.describeKey(r -> r.keyId(id)).keyMetadata();
    assertThat(seen.arn()).isEqualTo(replica);
    assertThat(seen.multiRegion()).isTrue();
    assertThat(seen.multiRegionConfiguration().multiRegionKeyTypeAsString()).isEqualTo("REPLICA");
    assertThat(seen.multiRegionConfiguration().primaryKey().arn()).isEqualTo(arn);
    assertThat(seen.multiRegionConfiguration().replicaKeys())
        .extracting(MultiRegionKey::arn)
        .containsExactly(replica);
    assertThatThrownBy(() -> away.replicateKey(r -> r.keyId(replica).replicaRegion("eu-west-2")))
        .isInstanceOf(KmsException.class)
        .hasMessageContaining("not a multi-Region primary key");
    assertThatThrownBy(
            () -> kms.replicateKey(r -> r.keyId(arn).replicaRegion(ConformanceEnvironment.AWAY)))
        .isInstanceOf(KmsException.class)
        .hasMessageContaining("already exists");
  }

  @Test
  void refusesUseOfDisabledKey() {
    String arn = kms.createKey(r -> {}).keyMetadata().arn();
    kms.putKeyPolicy(r -> r.keyId(arn).policy(policy("kms:*")));
    kms.disableKey(r -> r.keyId(arn));
    assertThat(kms.describeKey(r -> r.keyId(arn)).keyMetadata().keyStateAsString())
        .isEqualTo("Disabled");
    assertThatThrownBy(() -> createGrant(arn, null))
        .isInstanceOfSatisfying(
            KmsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("DisabledException"));
    assertThat(copies(arn)).isEqualTo(SnapshotState.ERROR);
    kms.enableKey(r -> r.keyId(arn));
    assertThat(copies(arn)).isEqualTo(SnapshotState.COMPLETED);
  }

  @Test
  void rejectsMalformedPolicy() {
    String arn = kms.createKey(r -> {}).keyMetadata().arn();
    for (String text : new String[] {"", "{", "[]", "{\"Version\":\"2012-10-17\"}"}) {
      assertThatThrownBy(() -> kms.putKeyPolicy(r -> r.keyId(arn).policy(text)))
          .isInstanceOf(MalformedPolicyDocumentException.class);
    }
  }

  /** How a copy of a snapshot under this key ends that the other account makes. */
  private SnapshotState copies(String keyArn) {
    String snapshot =
        stage
            .home()
            .snapshot(
                SnapshotSeed.of(8).encryptedWith(keyArn).sharedWith(ConformanceEnvironment.OTHER));
    Ec2Client ec2 = stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME);
    String copy =
        ec2.copySnapshot(
                r -> r.sourceRegion(ConformanceEnvironment.HOME).sourceSnapshotId(snapshot))
            .snapshotId();
    stage.pass(Duration.ofHours(1));
    return ConformanceEnvironment.snapshot(ec2, copy).state();
  }

  private static String policy(String action) {
    return """
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:root"]},
       "Action": ["%s"], "Resource": "*"}]}\
    """
        .formatted(action);
  }
}
