package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.NOW;
import static dev.amioperator.copy.CopyFixtures.copy;
import static dev.amioperator.copy.CopyFixtures.entryOf;
import static dev.amioperator.copy.CopyFixtures.target;
import static dev.amioperator.copy.CopyFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.copy.queue.CopyProgress;
import dev.amioperator.ec2.Image.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Status entries of copies in flight. */
class QueuedCopyTest {
  private static final Duration WITHIN = Duration.ofMinutes(60);

  private static RegionStatus inFlight(Optional<Duration> completeWithin, Instant now) {
    CopyTarget target =
        target(
            with(destination -> destination.completeWithin(completeWithin)),
            entryOf(copy("ami-1", State.PENDING)));
    CopyProgress progress =
        new CopyProgress("ami-1", Optional.of(NOW.plus(WITHIN)), Optional.of(99));
    return QueuedCopy.inFlight(target, progress, now).orElseThrow().regionStatus().orElseThrow();
  }

  @Test
  void reportsTimedCopyInFlightAsLate() {
    Instant late = NOW.plus(WITHIN).plus(Duration.ofMinutes(7));

    assertThat(inFlight(Optional.of(WITHIN), late).late()).isTrue();
    assertThat(inFlight(Optional.of(WITHIN), NOW.plus(WITHIN).plusSeconds(1)).late()).isNull();
    assertThat(inFlight(Optional.empty(), late).late()).isNull();
  }
}
