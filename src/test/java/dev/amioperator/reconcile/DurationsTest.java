package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"90m,PT90M", "36h,PT36H", "30d,PT720H", "0d,PT0S", "99999d,PT2399976H"})
  void parsesIntegerWithUnit(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d", "30", "030d", "1.5h", "-1d", "30D", "1d12h", "100000d", " 3d"})
  void rejectsInvalidDurationWithHint(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 30d");
  }

  @Test
  void formatsWithLargestUnit() {
    assertThat(Durations.format(Duration.ofHours(72))).isEqualTo("3d");
    assertThat(Durations.format(Duration.ofHours(36))).isEqualTo("36h");
    assertThat(Durations.format(Duration.ofMinutes(90))).isEqualTo("90m");
  }
}
