package dev.amioperator.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final Presence<String> missedOnce = Presence.missed(Optional.empty(), FIRST);

  @Test
  void requiresMoreThanOneMiss() {
    assertThat(missedOnce.provenAbsent(FIRST.plus(Duration.ofDays(1)), GRACE)).isFalse();
  }

  @Test
  void requiresMissesApartByGraceWindow() {
    Instant soon = FIRST.plus(GRACE).minusMillis(1);

    assertThat(Presence.missed(Optional.of(missedOnce), soon).provenAbsent(soon, GRACE)).isFalse();
  }

  @Test
  void confirmsAbsenceAfterGraceWindow() {
    Instant later = FIRST.plus(GRACE);

    assertThat(Presence.missed(Optional.of(missedOnce), later).provenAbsent(later, GRACE)).isTrue();
  }

  /** Otherwise nothing were ever gone until the clock is where it was. */
  @Test
  void restartsGraceWindowWhenClockIsSetBack() {
    Instant back = FIRST.minus(Duration.ofDays(30));
    Presence<String> again = Presence.missed(Optional.of(missedOnce), back);

    assertThat(again.missedSince()).contains(back);
    assertThat(Presence.missed(Optional.of(again), back.plus(GRACE)).provenAbsent(back, GRACE))
        .isFalse();
    assertThat(
            Presence.missed(Optional.of(again), back.plus(GRACE))
                .provenAbsent(back.plus(GRACE), GRACE))
        .isTrue();
  }

  @Test
  void resetsMissesWhenFound() {
    Instant later = FIRST.plus(GRACE);
    Presence<String> again = Presence.missed(Optional.of(Presence.of("ami-1")), later);

    assertThat(again.misses()).isEqualTo(1);
    assertThat(again.missedSince()).contains(later);
  }
}
