package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RequeuePolicyTest {
  private static final Duration RESYNC = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofMinutes(1);

  @Test
  void keepsPauseWithoutAcceleration() {
    Stream.of(Requeue.OBJECT_CHANGED, Requeue.OBSERVATION_PENDING, Requeue.PROTECTED)
        .forEach(pause -> assertThat(requeueAfter(1, reconciling(pause))).isEqualTo(pause));
  }

  @Test
  void dividesAcceleratedPauseDownToMinimum() {
    assertThat(requeueAfter(600, reconciling(Requeue.PROTECTED))).isEqualTo(Duration.ofMillis(500));
    assertThat(requeueAfter(600, reconciling(Requeue.OBSERVATION_PENDING)))
        .isEqualTo(Duration.ofMillis(5));
    assertThat(requeueAfter(600, reconciling(Requeue.OBJECT_CHANGED)))
        .isEqualTo(Requeue.OBJECT_CHANGED);
  }

  @Test
  void refusesSettingsThatAreNotPositive() {
    Stream.<Executable>of(
            () -> new RequeuePolicy(Duration.ZERO, GRACE, 1),
            () -> new RequeuePolicy(RESYNC, Duration.ZERO, 1),
            () -> new RequeuePolicy(RESYNC, GRACE, 0))
        .forEach(settings -> assertThrows(IllegalArgumentException.class, settings));
  }

  private static Duration requeueAfter(double tempo, ReadyState readyState) {
    return new RequeuePolicy(RESYNC, GRACE, tempo).requeueAfter(readyState);
  }

  private static ReadyState reconciling(Duration pause) {
    return new ReadyState.Reconciling(Reason.ImagePending, "message", pause);
  }
}
