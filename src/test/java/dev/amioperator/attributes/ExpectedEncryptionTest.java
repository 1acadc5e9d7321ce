package dev.amioperator.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.attributes.ExpectedEncryption.Cause;
import dev.amioperator.attributes.ExpectedEncryption.ExpectedKey;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sharing of a copy, judged before the copy is made. */
class ExpectedEncryptionTest {
  private static final AccountRegion THERE =
      new AccountRegion("default", "123456789012", "us-east-1");
  private static final String FRIEND = "111122223333";
  private static final String OWN_KEY = "arn:aws:kms:us-east-1:123456789012:key/k-1";
  private static final KmsKeyAccess MANAGED =
      new KmsKeyAccess("alias/aws/ebs", true, "", List.of(), "");

  private static KmsKeyAccess key(String principal) {
    String policy =
        """
        {"Statement": [{"Effect": "Allow", "Action": "kms:*", "Resource": "*",
          "Principal": {"AWS": "arn:aws:iam::%s:root"}}]}
        """
            .formatted(principal);
    return new KmsKeyAccess(OWN_KEY, false, policy, List.of(), "");
  }

  private static Optional<ReadyState> obstacle(KmsKeyAccess key, Cause cause, boolean everyone) {
    DesiredSharing sharing =
        new DesiredSharing(
            Optional.of(
                new LaunchPermissions(everyone, everyone ? Set.of() : Set.of(FRIEND), Set.of())),
            Optional.empty());
    return new ExpectedEncryption(List.of(new ExpectedKey(key, cause)))
        .sharingObstacle(sharing, "ami-1", THERE);
  }

  private static String message(KmsKeyAccess key, Cause cause, boolean everyone) {
    ReadyState state = obstacle(key, cause, everyone).orElseThrow();
    assertThat(state).isInstanceOf(ReadyState.Stalled.class);
    assertThat(state.reason()).isEqualTo(Reason.CannotShare);
    return state.message();
  }

  @Test
  void refusesCopyUnderKeyThatAwsManages() {
    assertThat(message(MANAGED, Cause.SOURCE_ENCRYPTED, false))
        .contains(
            "ami-1", "us-east-1", "123456789012", "alias/aws/ebs", "ModifyEbsDefaultKmsKeyId");
    assertThat(message(MANAGED, Cause.BY_DEFAULT, false)).contains("enables EBS encryption by");
    assertThat(message(MANAGED, Cause.SOURCE_KEY, false))
        .contains("encryption.kmsKeyId")
        .doesNotContain("ModifyEbsDefaultKmsKeyId");
    assertThat(message(MANAGED, Cause.NAMED, false))
        .contains("encryption.kmsKeyId names it")
        .doesNotContain("ModifyEbsDefaultKmsKeyId");
    assertThat(message(MANAGED, Cause.DEMANDED, false))
        .contains("the default EBS key of account 123456789012", "ModifyEbsDefaultKmsKeyId");
  }

  @Test
  void refusesCopyUnderKeyThatRecipientsCannotUse() {
    assertThat(message(key("123456789012"), Cause.BY_DEFAULT, false))
        .contains("ami-1 in us-east-1", FRIEND, OWN_KEY, "key's policy");
    assertThat(obstacle(key(FRIEND), Cause.BY_DEFAULT, false)).isEmpty();
  }

  @Test
  void refusesPublicEncryptedCopy() {
    assertThat(message(key(FRIEND), Cause.SOURCE_ENCRYPTED, true))
        .contains("cannot be public", "launchPermissions.accountIds");
  }

  @Test
  void allowsUnencryptedAndUnsharedCopies() {
    assertThat(
            new ExpectedEncryption(List.of())
                .sharingObstacle(DesiredSharing.UNMANAGED, "ami-1", THERE))
        .isEmpty();
    assertThat(
            new ExpectedEncryption(List.of(new ExpectedKey(MANAGED, Cause.BY_DEFAULT)))
                .sharingObstacle(DesiredSharing.UNMANAGED, "ami-1", THERE))
        .isEmpty();
  }
}
