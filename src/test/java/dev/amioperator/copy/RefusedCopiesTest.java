package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.NOW;
import static dev.amioperator.copy.CopyFixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.RequeuePolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a refused CopyImage is called again. */
class RefusedCopiesTest {
  private final RefusedCopies refusals =
      new RefusedCopies(new RequeuePolicy(Duration.ofMinutes(2), Duration.ofMinutes(2), 1));
  private final CopyTarget target = target(null);

  private static ExecutionResult failed(ErrorClass errorClass) {
    return ExecutionResult.failure(
        new Ec2CallException(errorClass, "CopyImage", errorClass.name(), "refused", null)
            .about("of ami-0123456789abcdef0"));
  }

  @Test
  void repeatsNoDeniedCallOnWake() {
    ExecutionResult denied = failed(ErrorClass.DENIED);
    refusals.add(target, denied, NOW);

    assertThat(refusals.latest(target, NOW.plusSeconds(30))).contains(denied);
    assertThat(refusals.latest(target, NOW.plus(Requeue.STALLED.multipliedBy(4).dividedBy(5))))
        .isEmpty();
  }

  @Test
  void repeatsDeniedCallAfterEdit() {
    refusals.add(target, failed(ErrorClass.DENIED), NOW);

    assertThat(refusals.latest(edited(), NOW)).isEmpty();
  }

  private CopyTarget edited() {
    return new CopyTarget(
        target.desired(),
        target.destination(),
        target.recorded(),
        target.sourceId(),
        target.source(),
        target.accountRegion(),
        target.allowlist(),
        target.sourceAccount(),
        target.revision() + " edited");
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorClass.class,
      names = {"THROTTLED", "TRANSIENT", "NOT_FOUND"})
  void repeatsCallThatMaySucceedNext(ErrorClass errorClass) {
    refusals.add(target, failed(errorClass), NOW);

    assertThat(refusals.latest(target, NOW)).isEmpty();
  }

  @Test
  void forgetsDeletedObject() {
    refusals.add(target, failed(ErrorClass.DENIED), NOW);
    refusals.forget(target.desired().uid());

    assertThat(refusals.latest(target, NOW)).isEmpty();
  }
}
