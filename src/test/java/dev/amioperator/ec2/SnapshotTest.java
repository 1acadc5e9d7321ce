package dev.amioperator.ec2;

import static dev.amioperator.testing.Ec2Fixtures.image;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
  /** CreateImage added the volume until about 2018. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Created by CreateImage(i-ee0c7564) for ami-9945d0ea from vol-e4b6ff16",
        "Created by CreateImage(i-0a775b8c631e8ad27) for ami-9945d0ea",
        "Copied for DestinationAmi ami-9945d0ea from SourceAmi ami-2 for SourceSnapshot snap-3."
            + " Task created on 1,531,155,213,445."
      })
  void readsImageFromDescription(String description) {
    assertThat(snapshot("snap-1", description).createdFor()).contains("ami-9945d0ea");
    assertThat(snapshot("snap-1", description).madeFor("ami-9945d0e")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Created for policy: policy-0123 schedule: daily",
        "[Copied snap-1 from eu-west-1]",
        "copy of: Created by CreateImage(i-1) for ami-1",
        "Created by CreateImage(i-1) for ami-1 and others"
      })
  void ignoresOtherDescriptions(String description) {
    assertThat(snapshot("snap-1", description).createdFor()).isEmpty();
  }

  @Test
  void isCreatedWithImageThatUsesItUnlessMadeForAnother() {
    Image image = image("ami-1", Image.State.AVAILABLE, Map.of());
    assertThat(snapshot("snap-1", "").createdWith(image)).isTrue();
    assertThat(snapshot("snap-2", "").createdWith(image)).isFalse();
    assertThat(snapshot("snap-2", madeFor("ami-1")).createdWith(image)).isTrue();
    assertThat(snapshot("snap-1", madeFor("ami-2")).createdWith(image)).isFalse();
  }

  @Test
  void missesDurationOnceTimeIsOver() {
    Instant start = Instant.parse("2026-03-01T12:00:00Z");
    Instant target = start.plus(Duration.ofMinutes(30));
    Snapshot.Creation running = timed(start, Optional.empty(), Optional.of(30));
    Snapshot.Creation late = timed(start, Optional.of(target.plusSeconds(1)), Optional.of(30));
    Snapshot.Creation intime = timed(start, Optional.of(target), Optional.of(30));

    assertThat(running.missedDuration(target)).isFalse();
    assertThat(running.missedDuration(target.plusSeconds(1))).isTrue();
    assertThat(late.missedDuration(target)).isTrue();
    assertThat(intime.missedDuration(target.plusSeconds(9))).isFalse();
    assertThat(timed(start, Optional.empty(), Optional.empty()).missedDuration(Instant.MAX))
        .isFalse();
  }

  private static Snapshot.Creation timed(
      Instant start, Optional<Instant> completed, Optional<Integer> minutes) {
    return new Snapshot.Creation(Optional.of(start), completed, minutes, "");
  }

  private static String madeFor(String imageId) {
    return "Created by CreateImage(i-1) for " + imageId;
  }

  private static Snapshot snapshot(String id, String description) {
    return new Snapshot(
        id,
        "123456789012",
        Snapshot.State.COMPLETED,
        100,
        8,
        description,
        Map.of(),
        Optional.empty());
  }
}
