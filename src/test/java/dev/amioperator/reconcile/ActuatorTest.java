package dev.amioperator.reconcile;

import static dev.amioperator.testing.Examples.ACCOUNT;
import static dev.amioperator.testing.Examples.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstanceWrites;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.ImageChange;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.testing.Manifests;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActuatorTest {
  private static final Plan TWO_DELETIONS =
      new Plan(
          List.of(new AwsAction.DeleteSnapshot("snap-1"), new AwsAction.DeleteSnapshot("snap-2")),
          new ReadyState.Reconciling(Reason.Deleting, "Deleting.", Duration.ofSeconds(5)));

  private static final Map<String, String> EC2_ACTIONS =
      Map.of("deleteSnapshot", "DeleteSnapshot", "createTags", "CreateTags");

  private final List<String> calls = new ArrayList<>();

  @Test
  void aSnapshotThatMayNotBeDeletedKeepsNoOtherFromIt() {
    ExecutionResult executionResult = carryOut(TWO_DELETIONS, ErrorClass.DENIED);

    assertThat(calls).containsExactly("deleteSnapshot snap-1", "deleteSnapshot snap-2");
    assertThat(executionResult.failure()).isEqualTo(Optional.of(ErrorClass.DENIED));
    assertThat(executionResult.readyState().reason()).isEqualTo(Reason.Denied);
  }

  @Test
  void anOutageEndsTheRowOfDeletions() {
    carryOut(TWO_DELETIONS, ErrorClass.THROTTLED);

    assertThat(calls).containsExactly("deleteSnapshot snap-1");
  }

  @Test
  void aPermissionIsTakenBackThoughATagIsRefused() {
    LaunchPermissions stranger = new LaunchPermissions(false, Set.of("999999999999"), Set.of());
    ExecutionResult executionResult =
        carryOut(
            tagAnd(
                new AwsAction.ModifyImage(
                    "ami-1",
                    new ImageChange.ModifyLaunchPermissions(LaunchPermissions.NONE, stranger))),
            ErrorClass.DENIED);

    assertThat(calls).containsExactly("createTags [snap-1]", "changeImage ami-1");
    assertThat(executionResult.readyState().reason()).isEqualTo(Reason.Denied);
  }

  @Test
  void nothingElseIsDoneAfterWhatFailed() {
    carryOut(tagAnd(new AwsAction.DeleteSnapshot("snap-2")), ErrorClass.DENIED);
    carryOut(
        tagAnd(
            new AwsAction.ModifyImage("ami-1", new ImageChange.DisableDeregistrationProtection())),
        ErrorClass.DENIED);

    assertThat(calls).containsExactly("createTags [snap-1]", "createTags [snap-1]");
  }

  private static Plan tagAnd(AwsAction next) {
    return new Plan(
        List.of(new AwsAction.CreateTags(List.of("snap-1"), Map.of()), next),
        TWO_DELETIONS.readyState());
  }

  /** Every call about {@code snap-1} fails. */
  private ExecutionResult carryOut(Plan plan, ErrorClass errorClass) {
    return new ActionExecutor(
            writes(Ec2Writes.class, errorClass), writes(BuildInstanceWrites.class, errorClass))
        .executePlan(new AccountRegion("default", ACCOUNT, Manifests.HOME), OWNER, plan);
  }

  private <T> T writes(Class<T> port, ErrorClass errorClass) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, call, arguments) -> {
              calls.add(call.getName() + " " + arguments[2]);
              if (String.valueOf(arguments[2]).contains("snap-1")) {
                throw new Ec2CallException(
                    errorClass, EC2_ACTIONS.get(call.getName()), "Refused", "no", null);
              }
              return null;
            }));
  }
}
