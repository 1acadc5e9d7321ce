package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.SOURCE_ID;
import static dev.amioperator.copy.CopyFixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.BlockDevice;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** EC2's refusals to copy, in words that say who has to change what. */
class CopyRefusalTest {
  private static ReadyState explained(Image source, ErrorClass errorClass, String message) {
    CopyTarget target =
        target(CopyFixtures.desired(), new ObservedSource.Available(SOURCE_ID, source), null);
    return CopyRefusal.explain(
        target,
        ExecutionResult.failure(
            new Ec2CallException(errorClass, "CopyImage", "InvalidRequest", message, null)
                .about("of image \"web-42\"")));
  }

  private static Image theirs(State state, boolean encrypted) {
    return new Image(
        SOURCE_ID.imageId(),
        "web-42",
        "999988887777",
        state,
        "",
        Optional.empty(),
        "",
        Map.of(),
        List.of(new BlockDevice("/dev/xvda", Optional.of("snap-theirs"), 8, encrypted)),
        Image.Settings.DEFAULT,
        "");
  }

  @Test
  void namesSnapshotsAndOwnerOfUnreadableSource() {
    String denial = "You do not have permission to access the storage of this ami";

    ReadyState plain = explained(theirs(State.AVAILABLE, false), ErrorClass.INVALID, denial);
    ReadyState encrypted = explained(theirs(State.AVAILABLE, true), ErrorClass.INVALID, denial);

    assertThat(plain).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plain.message())
        .contains(SOURCE_ID.imageId(), "snap-theirs", "999988887777", "111122223333")
        .contains("createVolumePermission")
        .doesNotContain("kms:");
    assertThat(encrypted.message()).contains("kms:Decrypt", "kms:CreateGrant");
  }

  /** EC2 answers like this if the caller's account may not use the image. */
  @Test
  void namesWhatOwnerOfUnsharedSourceHasToAllow() {
    String missing = "The image id '[ami-0123456789abcdef0]' does not exist";

    ReadyState plain = explained(theirs(State.AVAILABLE, false), ErrorClass.NOT_FOUND, missing);
    ReadyState encrypted = explained(theirs(State.AVAILABLE, true), ErrorClass.NOT_FOUND, missing);

    assertThat(plain).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plain.message())
        .contains("EC2 does not show " + SOURCE_ID.imageId(), "launchPermission", "snap-theirs")
        .doesNotContain("kms:");
    assertThat(encrypted.message()).contains("kms:Decrypt", "kms:CreateGrant");
  }

  @Test
  void asksToEnableDisabledSourceThatEc2Refuses() {
    ReadyState refused =
        explained(theirs(State.DISABLED, false), ErrorClass.WRONG_STATE, "not available");

    assertThat(refused).isInstanceOf(ReadyState.Stalled.class);
    assertThat(refused.reason()).isEqualTo(Reason.SourceNotReady);
    assertThat(refused.message()).contains(SOURCE_ID.imageId(), "EnableImage", "not available");
  }

  @Test
  void keepsOtherFailures() {
    assertThat(explained(theirs(State.AVAILABLE, true), ErrorClass.QUOTA, "too many").reason())
        .isEqualTo(Reason.QuotaExceeded);
  }
}
