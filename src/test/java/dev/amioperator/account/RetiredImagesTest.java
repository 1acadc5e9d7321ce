package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.account.RetiredImages.Reservation;
import dev.amioperator.api.v1alpha1.AwsAccountStatus.Retired;
import dev.amioperator.api.v1alpha1.AwsAccountStatus.RetiredImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetiredImagesTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final String LONG_AGO = "2026-01-01T00:00:00Z";

  @Test
  void grantsUpToLimit() {
    Reservation reservation = since(LONG_AGO).reserve(List.of("ami-1", "ami-2", "ami-3"), 2, NOW);
    assertThat(reservation.granted()).containsExactly("ami-1", "ami-2");
    assertThat(reservation.record().entry())
        .isEqualTo(
            new Retired(
                LONG_AGO,
                List.of(
                    new RetiredImage("ami-1", NOW.toString()),
                    new RetiredImage("ami-2", NOW.toString()))));
    assertThat(reservation.record().reserve(List.of("ami-4"), 2, NOW).granted()).isEmpty();
  }

  /** A crash after the count and before the policy's status repeats the reservation. */
  @Test
  void countsImageOnce() {
    RetiredImages counted = since(LONG_AGO).reserve(List.of("ami-1"), 2, NOW).record();
    Reservation again = counted.reserve(List.of("ami-1", "ami-2", "ami-3"), 2, NOW.plusSeconds(9));
    assertThat(again.granted()).containsExactly("ami-1", "ami-2");
  }

  @Test
  void grantsNothingWithLimitZero() {
    assertThat(since(LONG_AGO).reserve(List.of("ami-1"), 0, NOW).granted()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "yesterday", "2026-06-01T13:00:00Z"})
  void grantsNothingForADayAfterRecordIsLost(String since) {
    RetiredImages lost = RetiredImages.of(since == null ? null : new Retired(since, null), NOW);
    assertThat(lost.since()).isEqualTo(NOW);
    assertThat(lost.reserve(List.of("ami-1"), 9, NOW).granted()).isEmpty();
    Instant dayLater = NOW.plus(RetiredImages.PERIOD);
    RetiredImages recorded = RetiredImages.of(lost.entry(), dayLater);
    assertThat(recorded.reserve(List.of("ami-1"), 9, dayLater.minusSeconds(1)).granted()).isEmpty();
    assertThat(recorded.reserve(List.of("ami-1"), 9, dayLater).granted()).containsExactly("ami-1");
  }

  @Test
  void countsUnreadableTimesAsNow() {
    RetiredImages record =
        RetiredImages.of(
            new Retired(
                LONG_AGO,
                List.of(
                    new RetiredImage("ami-1", "?"),
                    new RetiredImage("ami-2", "2027-01-01T00:00:00Z"))),
            NOW);
    assertThat(record.reserve(List.of("ami-3"), 2, NOW).granted()).isEmpty();
    assertThat(record.reserve(List.of("ami-3"), 2, NOW.plus(RetiredImages.PERIOD)).granted())
        .containsExactly("ami-3");
  }

  /** In any 24 hours, whatever is asked for when, and with each record read from a status. */
  @Property(tries = 500)
  void neverExceedsLimitInAnyDay(
      @ForAll @Size(max = 40) List<@IntRange(max = 400) Integer> minutesBetween,
      @ForAll @IntRange(max = 6) int limit,
      @ForAll @IntRange(min = 1, max = 5) int atOnce) {
    Retired status = new Retired(LONG_AGO, null);
    List<Instant> granted = new ArrayList<>();
    Instant now = NOW;
    int next = 0;
    for (int minutes : minutesBetween) {
      now = now.plus(Duration.ofMinutes(minutes));
      List<String> due = new ArrayList<>();
      for (int i = 0; i < atOnce; i++) {
        due.add("ami-" + next++);
      }
      Reservation reservation = RetiredImages.of(status, now).reserve(due, limit, now);
      status = reservation.record().entry();
      for (String image : reservation.granted()) {
        granted.add(now);
      }
    }
    for (Instant at : granted) {
      assertThat(
              granted.stream()
                  .filter(
                      other ->
                          !other.isBefore(at) && other.isBefore(at.plus(RetiredImages.PERIOD))))
          .hasSizeLessThanOrEqualTo(limit);
    }
  }

  private static RetiredImages since(String since) {
    return new RetiredImages(Instant.parse(since), Map.of());
  }
}
