package dev.amioperator.reconcile;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.Condition.Status;
import dev.amioperator.api.v1alpha1.Condition.Type;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final ReadyState READY =
      new ReadyState.Ready(Reason.Available, "ami-1 is available.");
  private static final ReadyState WAITING =
      new ReadyState.Reconciling(Reason.ImagePending, "pending", Duration.ofSeconds(5));
  private static final ReadyState STALLED = new ReadyState.Stalled(Reason.Denied, "denied");

  @Test
  void listsReconcilingAndStalledOnlyWhileTrue() {
    assertThat(types(READY)).containsExactly(Type.READY);
    assertThat(types(WAITING)).containsExactly(Type.READY, Type.RECONCILING);
    assertThat(types(STALLED)).containsExactly(Type.READY, Type.STALLED);
  }

  @Test
  void isReadyOnlyForReadyState() {
    assertThat(Conditions.of(READY, 1, null, NOW).getFirst().status()).isEqualTo(Status.TRUE);
    assertThat(Conditions.of(WAITING, 1, null, NOW).getFirst().status()).isEqualTo(Status.FALSE);
    assertThat(Conditions.of(STALLED, 1, null, NOW).getFirst().status()).isEqualTo(Status.FALSE);
  }

  @Test
  void keepsTransitionTimeOfUnchangedStatus() {
    List<Condition> first = Conditions.of(WAITING, 1, null, NOW);
    List<Condition> second = Conditions.of(STALLED, 2, first, NOW.plusSeconds(60));
    assertThat(second.getFirst().lastTransitionTime()).isEqualTo("2026-06-01T12:00:00Z");
    assertThat(second.getFirst().observedGeneration()).isEqualTo(2);
    List<Condition> third = Conditions.of(READY, 2, second, NOW.plusSeconds(90));
    assertThat(third.getFirst().lastTransitionTime()).isEqualTo("2026-06-01T12:01:30Z");
  }

  @Test
  void truncatesMessageToSchemaLimit() {
    ReadyState wordy = new ReadyState.Stalled(Reason.Denied, "x".repeat(5000));
    assertThat(Conditions.of(wordy, 1, null, NOW).getFirst().message()).hasSize(4096);
  }

  private static List<Type> types(ReadyState readyState) {
    return Conditions.of(readyState, 1, null, NOW).stream().map(Condition::type).toList();
  }
}
