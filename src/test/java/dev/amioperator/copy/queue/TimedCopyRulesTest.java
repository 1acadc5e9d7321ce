package dev.amioperator.copy.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimedCopyRulesTest {
  @ParameterizedTest
  @ValueSource(ints = {15, 30, 60, 2880})
  void takesDurationsOfEc2(int minutes) {
    assertThat(TimedCopyRules.refusal(Duration.ofMinutes(minutes))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 15", "14, 15", "20, 30", "2881, 2880", "4320, 2880"})
  void namesNearestDuration(int minutes, int nearest) {
    assertThat(TimedCopyRules.refusal(Duration.ofMinutes(minutes)).orElseThrow())
        .contains("Set it to " + nearest + "m");
  }

  /** The same sizes as in the simulator's conformance cases: 440 GiB need over 500 MiB/s. */
  @Test
  void limitsThroughputOfSnapshot() {
    assertThat(TimedCopyRules.shortestForVolumes(List.of(8L))).hasMinutes(15);
    assertThat(TimedCopyRules.shortestForVolumes(List.of(439L))).hasMinutes(15);
    assertThat(TimedCopyRules.shortestForVolumes(List.of(440L))).hasMinutes(30);
  }

  @Test
  void limitsThroughputOfAllSnapshots() {
    assertThat(TimedCopyRules.shortestForVolumes(List.of(400L, 400L, 400L, 400L))).hasMinutes(15);
    assertThat(TimedCopyRules.shortestForVolumes(List.of(400L, 400L, 400L, 400L, 400L)))
        .hasMinutes(30);
  }
}
