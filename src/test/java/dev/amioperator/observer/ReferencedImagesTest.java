package dev.amioperator.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReferencedImagesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final ImageReference USE =
      new ImageReference("ami-1", "autoscaling:LaunchConfiguration", "arn:aws:…/web");

  @Test
  void believesFirstEmptyListing() {
    ReferencedImages first = ReferencedImages.of(Optional.empty(), NOW, List.of());
    assertThat(first.confirmableAt()).isEmpty();
    assertThat(after(first, Duration.ofMinutes(1)).confirmableAt()).isEmpty();
  }

  @Test
  void confirmsEmptyListingByLaterOne() {
    ReferencedImages used = ReferencedImages.of(Optional.empty(), NOW, List.of(USE));
    assertThat(used.of("ami-1")).containsExactly(USE);
    assertThat(used.of("ami-2")).isEmpty();

    ReferencedImages empty = after(used, Duration.ZERO);
    assertThat(empty.confirmableAt()).contains(NOW.plus(ReferencedImages.CONFIRMED_AFTER));
    ReferencedImages tooSoon = after(empty, Duration.ofSeconds(299));
    assertThat(tooSoon.confirmableAt()).isEqualTo(empty.confirmableAt());
    assertThat(after(tooSoon, Duration.ofMinutes(5)).confirmableAt()).isEmpty();
  }

  @Test
  void forgetsDoubtWhenImagesAreListedAgain() {
    ReferencedImages used = ReferencedImages.of(Optional.empty(), NOW, List.of(USE));
    ReferencedImages again =
        ReferencedImages.of(
            Optional.of(after(used, Duration.ofMinutes(1))), NOW.plusSeconds(90), List.of(USE));
    assertThat(again.confirmableAt()).isEmpty();
    assertThat(after(again, Duration.ofMinutes(10)).confirmableAt())
        .contains(NOW.plus(Duration.ofMinutes(15)));
  }

  private static ReferencedImages after(ReferencedImages before, Duration pause) {
    return ReferencedImages.of(Optional.of(before), NOW.plus(pause), List.of());
  }
}
