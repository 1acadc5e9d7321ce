package dev.amioperator.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageUsageReport;
import dev.amioperator.ec2.ImageUsageReport.Entry;
import dev.amioperator.ec2.ImageUsageReport.State;
import dev.amioperator.observer.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What EC2's usage reports prove, by their state and age. */
class ReportedUseTest {
  private static final String IMAGE = "ami-0123456789abcdef0";
  private static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");
  private static final Observation<List<Entry>> NO_ENTRY = new Observation.Known<>(List.of(), NOW);
  private static final Observation<List<Entry>> USED =
      new Observation.Known<>(
          List.of(
              new Entry("amiur-1", "444455556666", "ec2:Instance", 2),
              new Entry("amiur-1", "444455556666", "ec2:LaunchTemplate", 1)),
          NOW);

  /** Two days to create it and to count, and the interval of six hours. */
  @ParameterizedTest
  @CsvSource({"PT0S, true", "PT54H, true", "PT54H1S, false", "P29D, false"})
  void provesNothingWhenTooOld(Duration age, boolean proven) {
    ReportedUse use = reported(NO_ENTRY, report("amiur-1", State.AVAILABLE, age));
    if (proven) {
      assertThat(use.usageOf(IMAGE)).isEqualTo(new Usage.Unused(Instant.MAX));
    } else {
      assertThat(why(use)).contains(IMAGE, "amiur-1", "too old");
    }
    assertThat(use.renewal()).isEqualTo(new ReportedUse.Renewal(!proven, List.of()));
  }

  /** A report leaves out what happened in its last days, so it must tell of the time since. */
  @ParameterizedTest
  @CsvSource({
    "PT72H, PT0S, true, false",
    "PT73H, PT1H, true, false",
    "PT73H, PT1H1S, false, true",
    "PT71H59M59S, PT0S, false, false",
  })
  void provesNothingFromBeforeTheImageWasUnkept(
      Duration unkept, Duration age, boolean proven, boolean renewed) {
    ReportedUse use =
        reported(Optional.of(NOW.minus(unkept)), NO_ENTRY, report("amiur-1", State.AVAILABLE, age));
    assertThat(use.usageOf(IMAGE) instanceof Usage.Unused).isEqualTo(proven);
    assertThat(use.renewal()).isEqualTo(new ReportedUse.Renewal(renewed, List.of()));
  }

  @Test
  void tellsWhenFirstReportIsRequested() {
    ReportedUse use = reported(Optional.of(NOW.minus(Duration.ofHours(71))), NO_ENTRY);
    assertThat(why(use)).contains("none is requested before 2026-07-01T01:00:00Z");
    assertThat(use.renewal().create()).isFalse();
  }

  @Test
  void requestsFirstReport() {
    ReportedUse use = reported(new Observation.Pending<>());
    assertThat(why(use)).contains(IMAGE, "there is none. One is requested");
    assertThat(use.renewal()).isEqualTo(new ReportedUse.Renewal(true, List.of()));
    assertThat(use.pending()).isFalse();
  }

  /** However old: what a report found holds until a newer one does not find it. */
  @ParameterizedTest
  @CsvSource({"PT1H, false", "P6D, false", "P7D, true", "P29D, true"})
  void holdsUsedImage(Duration age, boolean renewed) {
    ReportedUse use = reported(USED, report("amiur-1", State.AVAILABLE, age));
    assertThat(use.usageOf(IMAGE))
        .isEqualTo(
            new Usage.Used(
                List.of(
                    used("ec2:Instance", 2, NOW.minus(age)),
                    used("ec2:LaunchTemplate", 1, NOW.minus(age)))));
    assertThat(use.renewal()).isEqualTo(new ReportedUse.Renewal(renewed, List.of()));
  }

  /** Once the image is used, no step is due; the use is reported again all the same. */
  @Test
  void renewsUseOfImageThatIsNotDue() {
    ReportedUse use =
        reported(Optional.empty(), USED, report("amiur-1", State.AVAILABLE, Duration.ofDays(8)));
    assertThat(use.usageOf(IMAGE)).isInstanceOf(Usage.Used.class);
    assertThat(use.renewal().create()).isTrue();
  }

  @Test
  void needsNoReportOfImageThatIsNotDue() {
    ReportedUse use =
        reported(
            Optional.empty(), NO_ENTRY, report("amiur-1", State.AVAILABLE, Duration.ofDays(20)));
    assertThat(use.usageOf(IMAGE)).isEqualTo(new Usage.Unused(Instant.MAX));
    assertThat(use.renewal()).isEqualTo(new ReportedUse.Renewal(false, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"PENDING, PT1H, false", "PENDING, PT54H, false", "PENDING, PT54H1S, true"})
  void waitsForPendingReport(State state, Duration age, boolean renewed) {
    ReportedUse use = reported(new Observation.Pending<>(), report("amiur-1", state, age));
    assertThat(why(use)).contains(IMAGE, "creating amiur-1 since");
    assertThat(use.renewal().create()).isEqualTo(renewed);
    assertThat(use.renewal().delete()).hasSize(renewed ? 1 : 0);
    assertThat(use.pending()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"ERROR, PT1H, false", "ERROR, PT6H, true", "UNKNOWN, PT1H, false"})
  void requestsFailedReportAgain(State state, Duration age, boolean renewed) {
    ReportedUse use = reported(new Observation.Pending<>(), report("amiur-1", state, age));
    assertThat(why(use)).contains(IMAGE, "could not create amiur-1: internal error");
    assertThat(use.renewal().create()).isEqualTo(renewed);
    assertThat(use.renewal().delete()).hasSize(renewed ? 1 : 0);
  }

  /** The older report still holds the image; EC2 may find no use in the newer one. */
  @Test
  void holdsUsedImageUntilNewerReportIsAvailable() {
    ImageUsageReport old = report("amiur-1", State.AVAILABLE, Duration.ofDays(8));
    ReportedUse renewing =
        reported(USED, old, report("amiur-2", State.PENDING, Duration.ofHours(1)));
    assertThat(renewing.usageOf(IMAGE)).isInstanceOf(Usage.Used.class);
    assertThat(renewing.renewal()).isEqualTo(new ReportedUse.Renewal(false, List.of()));

    ReportedUse renewed =
        reported(NO_ENTRY, report("amiur-2", State.AVAILABLE, Duration.ofHours(1)), old);
    assertThat(renewed.usageOf(IMAGE)).isInstanceOf(Usage.Unused.class);
    assertThat(renewed.renewal()).isEqualTo(new ReportedUse.Renewal(false, List.of("amiur-1")));
  }

  @Test
  void deletesFailedReportBesideNewerOne() {
    ReportedUse use =
        reported(
            NO_ENTRY,
            report("amiur-1", State.ERROR, Duration.ofHours(2)),
            report("amiur-2", State.AVAILABLE, Duration.ofHours(1)));
    assertThat(use.renewal()).isEqualTo(new ReportedUse.Renewal(false, List.of("amiur-1")));
  }

  @Test
  void knowsNothingWhileEntriesCannotBeRead() {
    ImageUsageReport report = report("amiur-1", State.AVAILABLE, Duration.ofHours(1));
    ReportedUse failed =
        reported(
            new Observation.Failed<>(
                new Ec2CallException(
                    ErrorClass.TRANSIENT,
                    "DescribeImageUsageReportEntries",
                    "InternalError",
                    "no",
                    null),
                NOW),
            report);
    assertThat(why(failed))
        .contains("amiur-1", IMAGE, "DescribeImageUsageReportEntries failed: no");
    assertThat(failed.renewal().create()).isFalse();

    ReportedUse pending = reported(new Observation.Pending<>(), report);
    assertThat(pending.usageOf(IMAGE)).isEqualTo(new Usage.Pending());
    assertThat(pending.pending()).isTrue();
  }

  private static ImageReference used(String type, int count, Instant created) {
    return new ImageReference(
        IMAGE,
        type,
        "of account 444455556666 (%d by usage report amiur-1 of %s)".formatted(count, created));
  }

  private static String why(ReportedUse use) {
    return ((Usage.Unknown) use.usageOf(IMAGE)).message();
  }

  /** For an image of which a step is due, and which no rule has kept for long. */
  private static ReportedUse reported(
      Observation<List<Entry>> entries, ImageUsageReport... reports) {
    return reported(Optional.of(NOW.minus(Duration.ofDays(30))), entries, reports);
  }

  private static ReportedUse reported(
      Optional<Instant> unkeptSince,
      Observation<List<Entry>> entries,
      ImageUsageReport... reports) {
    return new ReportedUse(
        List.of(reports), entries, new ReportedUse.Proof(unkeptSince, Duration.ofHours(6), NOW));
  }

  private static ImageUsageReport report(String id, State state, Duration age) {
    String reason = state == State.AVAILABLE ? "" : "internal error";
    return new ImageUsageReport(id, IMAGE, state, reason, NOW.minus(age), Map.of());
  }
}
