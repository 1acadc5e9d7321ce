package dev.amioperator.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AwsClock.Measurement;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockCheckTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT5M, PT0S",
    "PT-5M, PT0S",
    "PT0S, PT15M",
    "PT0S, PT-15M",
  })
  void allowsDeletionWithRightClock(Duration ahead, Duration age) {
    assertThat(refusal(Optional.of(new Measurement(ahead, NOW.minus(age))))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT5M1S,   clock is 5 minutes ahead of AWS's",
    "PT8760H,  clock is 525600 minutes ahead of AWS's",
    "PT-5M-1S, clock is 5 minutes behind AWS's",
  })
  void refusesDeletionWithWrongClock(Duration ahead, String message) {
    assertThat(refusal(Optional.of(new Measurement(ahead, NOW))))
        .hasValueSatisfying(
            refusal -> {
              assertThat(refusal).hasMessageContaining(message).hasMessageContaining("NTP");
              assertThat(refusal.errorClass()).isEqualTo(ErrorClass.CLOCK_SKEW);
              assertThat(refusal.action()).isEqualTo("DeregisterImage");
            });
  }

  /** A measurement of another hour was taken before a jump of the clock, or by another pod. */
  @ParameterizedTest
  @CsvSource({"PT15M1S", "PT-15M-1S", "PT8760H"})
  void refusesDeletionWithoutRecentMeasurement(Duration age) {
    assertThat(refusal(Optional.of(new Measurement(Duration.ZERO, NOW.minus(age)))))
        .hasValueSatisfying(
            refusal -> assertThat(refusal).hasMessageContaining("waits for a response of AWS"));
  }

  @Test
  void refusesDeletionBeforeFirstMeasurement() {
    assertThat(refusal(Optional.empty())).isPresent();
  }

  private static Optional<Ec2CallException> refusal(Optional<Measurement> measurement) {
    return new ClockCheck(() -> measurement, () -> NOW).refusal("DeregisterImage");
  }
}
