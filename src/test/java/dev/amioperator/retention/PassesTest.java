package dev.amioperator.retention;

import static dev.amioperator.retention.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PassesTest {
  private static final Duration SIX_HOURS = Duration.ofHours(6);

  @Test
  void withinAnIntervalThereIsOnePassAndThenTheNext() {
    Instant began = Passes.began(SIX_HOURS, "uid", NOW);

    assertThat(Passes.began(SIX_HOURS, "uid", began.plus(SIX_HOURS).minusNanos(1)))
        .isEqualTo(began);
    assertThat(Passes.began(SIX_HOURS, "uid", began.plus(SIX_HOURS)))
        .isEqualTo(began.plus(SIX_HOURS));
  }

  @Test
  void policiesDoNotAllBeginAtOnce() {
    assertThat(Passes.began(SIX_HOURS, "one", NOW))
        .isNotEqualTo(Passes.began(SIX_HOURS, "two", NOW));
  }
}
