package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.HERE;
import static dev.amioperator.copy.CopyFixtures.observedNothing;
import static dev.amioperator.copy.CopyFixtures.queuedEntry;
import static dev.amioperator.copy.CopyFixtures.target;
import static dev.amioperator.copy.CopyPlanFixtures.assertReadyState;
import static dev.amioperator.copy.CopyPlanFixtures.copyImageRequest;
import static dev.amioperator.copy.CopyPlanFixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AllowSpecBuilder;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.SnapshotEncryption;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The KMS key of a copy, judged before CopyImage. */
class CopyKeyCheckTest {
  private static final String ID = "0d990263-7673-4e2b-a2a1-3c5ba5b3a6d0";
  private static final String ARN = "arn:aws:kms:us-east-1:111122223333:key/" + ID;
  private static final String MULTI_REGION = "mrk-0d9902637673";

  private static CopyTarget encrypted(String keyId) {
    return target(
        CopyFixtures.with(
            destination ->
                destination.encryption(
                    Optional.of(new SnapshotEncryption(Optional.ofNullable(keyId))))),
        queuedEntry("web-42", null));
  }

  private static ObservedKey described(String state) {
    return new ObservedKey.Described(new KmsKey(ARN, state, false, false));
  }

  private static RegionPlan planned(CopyTarget target, ObservedKey key) {
    return plan(target, ObservedCopyBuilder.builder(observedNothing()).key(key).build());
  }

  private static void assertRefused(RegionPlan plan, Reason reason, String... words) {
    assertThat(plan.plan().actions()).isEmpty();
    assertReadyState(plan, ReadyState.Stalled.class, reason, words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {ARN, ID, "alias/images", "arn:aws:kms:us-east-1:111122223333:alias/images"})
  void sendsArnOfKeyThatWasChecked(String named) {
    assertThat(copyImageRequest(planned(encrypted(named), described("Enabled"))).encryption())
        .contains(new SnapshotEncryption(Optional.of(ARN)));
  }

  @Test
  void namesNoKeyForDefaultKey() {
    assertThat(copyImageRequest(planned(encrypted(null), new ObservedKey.NotRead())).encryption())
        .contains(new SnapshotEncryption(Optional.empty()));
    assertThat(
            copyImageRequest(
                    planned(target(queuedEntry("web-42", null)), new ObservedKey.NotRead()))
                .encryption())
        .isEmpty();
  }

  @Test
  void comparesResolvedArnWithAllowlist() {
    CopyTarget some = allowing(encrypted("alias/images"), List.of(ARN));
    CopyTarget other = allowing(encrypted("alias/images"), List.of(ARN + "0"));

    copyImageRequest(planned(some, described("Enabled")));
    assertRefused(
        planned(other, described("Enabled")),
        Reason.NotAllowed,
        "encryption.kmsKeyId: alias/images",
        "AwsAccount default",
        "kmsKeys: [\"" + ARN + "\"]");
    copyImageRequest(
        planned(
            allowing(encrypted("alias/aws/ebs"), List.of()),
            new ObservedKey.Described(new KmsKey(ARN, "Enabled", true, false))));
  }

  @Test
  void refusesKeyOfOtherRegionOrAccount() {
    String ireland = ARN.replace("us-east-1", "eu-west-1");
    assertRefused(
        planned(encrypted(ireland), new ObservedKey.NotRead()),
        Reason.KeyUnusable,
        ireland + " is a key of eu-west-1",
        "a key of us-east-1",
        "default/us-east-1");
    assertRefused(
        planned(encrypted(ARN.replace("111122223333", "444455556666")), new ObservedKey.NotRead()),
        Reason.KeyUnusable,
        "a key of account 444455556666",
        HERE.accountId());
  }

  @Test
  void namesReplicaOfMultiRegionKey() {
    String primary = "arn:aws:kms:eu-west-1:111122223333:key/" + MULTI_REGION;

    assertRefused(
        planned(encrypted(primary), new ObservedKey.NotRead()),
        Reason.KeyUnusable,
        "replica in eu-west-1",
        "arn:aws:kms:us-east-1:111122223333:key/" + MULTI_REGION,
        "ReplicateKey");
    assertRefused(
        planned(encrypted(MULTI_REGION), unreadable(ErrorClass.NOT_FOUND)),
        Reason.KeyUnusable,
        "no key " + MULTI_REGION + " in us-east-1",
        "ReplicateKey");
  }

  @Test
  void refusesKeyThatCannotBeResolved() {
    assertRefused(
        planned(encrypted("alias/none"), unreadable(ErrorClass.NOT_FOUND)),
        Reason.KeyUnusable,
        "account 111122223333 has no key alias/none in us-east-1");
    assertRefused(
        planned(encrypted("alias/images"), unreadable(ErrorClass.DENIED)),
        Reason.KeyUnusable,
        "alias/images could not be resolved",
        "kms:DescribeKey");
    assertThat(
            copyImageRequest(planned(encrypted(ARN), unreadable(ErrorClass.DENIED))).encryption())
        .as("an ARN needs no resolution")
        .contains(new SnapshotEncryption(Optional.of(ARN)));
  }

  @Test
  void refusesKeyThatIsNotEnabled() {
    assertRefused(
        planned(encrypted("alias/images"), described("Disabled")),
        Reason.KeyUnusable,
        ARN + " is in the state Disabled",
        "EnableKey");
    assertRefused(
        planned(encrypted("alias/images"), described("PendingDeletion")),
        Reason.KeyUnusable,
        ARN + " is about to be deleted",
        "CancelKeyDeletion");
    assertRefused(
        planned(encrypted(null), described("Disabled")),
        Reason.KeyUnusable,
        "the account's default EBS key",
        ARN);
  }

  private static ObservedKey unreadable(ErrorClass errorClass) {
    return new ObservedKey.Unreadable(
        errorClass, "DescribeKey: no access to %s (AccessDeniedException)".formatted(ARN));
  }

  private static CopyTarget allowing(CopyTarget target, List<String> keys) {
    return new CopyTarget(
        target.desired(),
        target.destination(),
        target.recorded(),
        target.sourceId(),
        target.source(),
        target.accountRegion(),
        new Allowlist(
            "default",
            AllowSpecBuilder.builder(Manifests.allowingAll().build()).kmsKeys(keys).build()),
        target.sourceAccount(),
        target.revision());
  }
}
