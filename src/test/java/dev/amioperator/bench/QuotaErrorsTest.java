package dev.amioperator.bench;

import static dev.amioperator.bench.CopyRecordsFixtures.APPLIED;
import static dev.amioperator.bench.CopyRecordsFixtures.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.bench.QuotaErrors.QuotaError;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuotaErrorsTest {
  private final CopyRecordsFixtures journal = new CopyRecordsFixtures();

  private QuotaErrors errors() {
    return QuotaErrors.of(journal.starts(load(10, 2)), APPLIED);
  }

  @Test
  void firstErrorOfRegionTeaches() {
    journal.started(0, 0, 1).refused(1).refused(2);

    assertThat(errors().all())
        .extracting(QuotaError::inFlight, QuotaError::after, QuotaError::teaches)
        .containsExactly(
            tuple(2L, Duration.ofSeconds(1), true), tuple(2L, Duration.ofSeconds(2), false));
    assertThat(errors().needless()).isEqualTo(1);
  }

  @Test
  void errorBelowKnownQuotaTeaches() {
    journal.started(0, 0).started(60, 1).refused(61).refused(113);

    assertThat(errors().needless()).isZero();
  }

  @Test
  void probeAfterCopyDurationTeaches() {
    journal.started(0, 0, 1).refused(1).started(112, 2, 3).refused(112);
    assertThat(errors().needless()).isEqualTo(1);

    journal.started(225, 4, 5).refused(225);
    assertThat(errors().needless()).isEqualTo(1);
  }
}
