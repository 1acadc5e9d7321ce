package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.HERE;
import static dev.amioperator.copy.CopyFixtures.entryOf;
import static dev.amioperator.copy.CopyFixtures.observed;
import static dev.amioperator.copy.CopyFixtures.target;
import static dev.amioperator.copy.CopyPlanFixtures.AVAILABLE;
import static dev.amioperator.copy.CopyPlanFixtures.assertReadyState;
import static dev.amioperator.copy.CopyPlanFixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotEncryption;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Copies whose key is not the spec's, which EC2 cannot change. */
class EncryptionMismatchTest {
  private static final String OLD = "arn:aws:kms:us-east-1:111122223333:key/old";
  private static final String NEW = "arn:aws:kms:us-east-1:111122223333:key/new";

  private static RegionPlan planned(String wanted, String present, ObservedKey key) {
    CopyTarget target =
        target(
            CopyFixtures.with(
                destination ->
                    destination.encryption(
                        Optional.of(new SnapshotEncryption(Optional.ofNullable(wanted))))),
            entryOf(AVAILABLE));
    Snapshot snapshot =
        new Snapshot(
            "snap-of-ami-new",
            HERE.accountId(),
            Snapshot.State.COMPLETED,
            100,
            8,
            "",
            AVAILABLE.tags(),
            Optional.ofNullable(present));
    return plan(
        target, ObservedCopyBuilder.builder(observed(AVAILABLE, snapshot)).key(key).build());
  }

  private static void assertReady(RegionPlan plan) {
    assertThat(plan.plan().readyState()).isInstanceOf(ReadyState.Ready.class);
  }

  private static void assertMismatch(RegionPlan plan, String... words) {
    assertThat(plan.plan().actions()).isEmpty();
    assertReadyState(plan, ReadyState.Stalled.class, Reason.EncryptionMismatch, words);
  }

  @Test
  void acceptsKeyOfSpecInEachForm() {
    assertReady(planned(NEW, NEW, new ObservedKey.NotRead()));
    assertReady(planned("new", NEW, new ObservedKey.NotRead()));
    assertReady(planned("alias/images", NEW, described(NEW)));
    assertReady(planned(null, OLD, new ObservedKey.NotRead()));
  }

  @Test
  void stallsForOtherKey() {
    assertMismatch(planned(NEW, OLD, new ObservedKey.NotRead()), "ami-new", OLD, NEW, "imageName");
    assertMismatch(planned("new", OLD, new ObservedKey.NotRead()), OLD);
    assertMismatch(planned("alias/images", OLD, described(NEW)), OLD, NEW);
  }

  @Test
  void stallsForUnencryptedCopy() {
    assertMismatch(planned(NEW, null, new ObservedKey.NotRead()), "is unencrypted");
    assertMismatch(planned(null, null, new ObservedKey.NotRead()), "demands a key");
  }

  @Test
  void keepsCopyReadyWhileAliasIsUnknown() {
    assertReady(planned("alias/images", OLD, new ObservedKey.NotRead()));
  }

  private static ObservedKey described(String arn) {
    return new ObservedKey.Described(new KmsKey(arn, "Enabled", false, false));
  }
}
