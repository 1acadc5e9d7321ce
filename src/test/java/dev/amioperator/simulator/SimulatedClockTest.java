package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SimulatedClockTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void movesSteppedClockByStepsOnly() {
    SimulatedClock clock = SimulatedClock.steppedFrom(START);
    assertThat(clock.instant()).isEqualTo(START);
    clock.step(Duration.ofMinutes(5));
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(5)));
  }

  @Test
  void runsAcceleratedClockFasterThanRealTime() {
    SimulatedClock clock = SimulatedClock.accelerated(1_000_000);
    Instant wall = Instant.now();
    Instant first = clock.instant();
    while (Instant.now().equals(wall)) {
      Thread.onSpinWait();
    }
    assertThat(clock.instant()).isAfter(first.plusMillis(1));
  }

  @Test
  void keepsTimeWhenSpeedChanges() {
    SimulatedClock clock = SimulatedClock.steppedFrom(START);
    clock.speed(60);
    clock.speed(0);
    Instant stopped = clock.instant();
    assertThat(stopped).isBetween(START, START.plus(Duration.ofHours(1)));
    assertThat(clock.instant()).isEqualTo(stopped);
  }

  @Test
  void rejectsNegativeStep() {
    SimulatedClock clock = SimulatedClock.steppedFrom(START);
    assertThatIllegalArgumentException().isThrownBy(() -> clock.step(Duration.ofSeconds(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> clock.speed(-1));
  }
}
