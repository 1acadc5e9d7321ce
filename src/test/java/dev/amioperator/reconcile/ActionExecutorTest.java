package dev.amioperator.reconcile;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.testing.Manifests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActionExecutorTest {
  private static final AwsAction TAG = new TagAction.CreateTags(List.of("snap-1"), Map.of());
  private static final AwsAction DELETE_1 = new SnapshotAction.DeleteSnapshot("snap-1");
  private static final AwsAction DELETE_2 = new SnapshotAction.DeleteSnapshot("snap-2");
  private static final Plan TWO_DELETIONS =
      new Plan(
          List.of(DELETE_1, DELETE_2),
          new ReadyState.Reconciling(Reason.Deleting, "Deleting.", Duration.ofSeconds(5)));

  private final List<AwsAction> calls = new ArrayList<>();

  @Test
  void deletesOtherSnapshotsAfterRefusal() {
    ExecutionResult executionResult = execute(TWO_DELETIONS, ErrorClass.DENIED);

    assertThat(calls).containsExactly(DELETE_1, DELETE_2);
    assertThat(executionResult.failure()).isEqualTo(Optional.of(ErrorClass.DENIED));
    assertThat(executionResult.readyState().reason()).isEqualTo(Reason.Denied);
  }

  @Test
  void stopsDeletingDuringOutage() {
    execute(TWO_DELETIONS, ErrorClass.THROTTLED);

    assertThat(calls).containsExactly(DELETE_1);
  }

  @Test
  void revokesPermissionDespiteRefusedTag() {
    LaunchPermissions stranger = new LaunchPermissions(false, Set.of("999999999999"), Set.of());
    AwsAction unshare =
        new ImageAction.ModifyLaunchPermissions("ami-1", LaunchPermissions.NONE, stranger);
    ExecutionResult executionResult = execute(tagAnd(unshare), ErrorClass.DENIED);

    assertThat(calls).containsExactly(TAG, unshare);
    assertThat(executionResult.readyState().reason()).isEqualTo(Reason.Denied);
  }

  @Test
  void stopsAfterFailedAction() {
    execute(tagAnd(DELETE_2), ErrorClass.DENIED);
    execute(
        tagAnd(new ImageAction.DisableImageDeregistrationProtection("ami-1")), ErrorClass.DENIED);

    assertThat(calls).containsExactly(TAG, TAG);
  }

  private static Plan tagAnd(AwsAction next) {
    return new Plan(List.of(TAG, next), TWO_DELETIONS.readyState());
  }

  /** Every action about {@code snap-1} fails. */
  private ExecutionResult execute(Plan plan, ErrorClass errorClass) {
    return new ActionExecutor((accountRegion, owner, action) -> execute(action, errorClass))
        .executePlan(new AccountRegion("default", ACCOUNT, Manifests.HOME), OWNER, plan);
  }

  private ActionResult execute(AwsAction action, ErrorClass errorClass) {
    calls.add(action);
    if (action.toString().contains("snap-1")) {
      throw new Ec2CallException(
          errorClass, action.getClass().getSimpleName(), "Refused", "no", null);
    }
    return ActionResult.EMPTY;
  }
}
