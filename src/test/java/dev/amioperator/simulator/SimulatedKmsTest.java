package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.conformance.ConformanceEnvironment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** KMS API reference; EBS user guide, share the KMS key of an encrypted snapshot. */
class SimulatedKmsTest {
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
                        .granteePrincipal("arn:aws:iam::111122223333:role/images")
                        .operations(GrantOperation.DECRYPT, GrantOperation.CREATE_GRANT))
            .grantId();
    assertThat(kms.listGrants(r -> r.keyId(arn)).grants()).hasSize(1);
    assertThat(copies(arn)).isEqualTo(SnapshotState.COMPLETED);

    kms.revokeGrant(r -> r.keyId(arn).grantId(grant));
    assertThat(copies(arn)).isEqualTo(SnapshotState.ERROR);
  }

  @Test
  void refusesUseOfDisabledKey() {
    String arn = kms.createKey(r -> {}).keyMetadata().arn();
    kms.putKeyPolicy(r -> r.keyId(arn).policy(policy("kms:*")));
    kms.disableKey(r -> r.keyId(arn));
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
