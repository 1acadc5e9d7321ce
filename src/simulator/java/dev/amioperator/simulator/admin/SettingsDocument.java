package dev.amioperator.simulator.admin;

import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.state.Quotas;
import dev.amioperator.simulator.state.Timing;
import java.time.Duration;

/**
 * How the cloud behaves. What is left out stays as it is.
 *
 * @param throttling whether EC2's request limits apply
 */
record SettingsDocument(TimingEntry timing, QuotasEntry quotas, Boolean throttling) {

  /** How long things take; the durations as in {@code 90m}. */
  record TimingEntry(
      String overhead,
      Integer mibPerSecond,
      String registration,
      String instanceChange,
      String userData,
      String visibility,
      String lingering,
      String release) {

    private static TimingEntry of(Timing timing) {
      return new TimingEntry(
          text(timing.overhead()),
          timing.mibPerSecond(),
          text(timing.registration()),
          text(timing.instanceChange()),
          text(timing.userData()),
          text(timing.visibility()),
          text(timing.lingering()),
          text(timing.release()));
    }

    private Timing over(Timing old) {
      return old.withOverhead(or(overhead, old.overhead()))
          .withMibPerSecond(mibPerSecond == null ? old.mibPerSecond() : positive(mibPerSecond))
          .withRegistration(or(registration, old.registration()))
          .withInstanceChange(or(instanceChange, old.instanceChange()))
          .withUserData(or(userData, old.userData()))
          .withVisibility(or(visibility, old.visibility()))
          .withLingering(or(lingering, old.lingering()))
          .withRelease(or(release, old.release()));
    }
  }

  /** The limits of each account and region. */
  record QuotasEntry(
      Integer snapshotCopies,
      Integer snapshotCopyMibPerSecond,
      Integer images,
      Integer publicImages) {

    private static QuotasEntry of(Quotas quotas) {
      return new QuotasEntry(
          quotas.snapshotCopies(),
          quotas.snapshotCopyMibPerSecond(),
          quotas.images(),
          quotas.publicImages());
    }

    private Quotas over(Quotas old) {
      return new Quotas(
          snapshotCopies == null ? old.snapshotCopies() : positive(snapshotCopies),
          snapshotCopyMibPerSecond == null
              ? old.snapshotCopyMibPerSecond()
              : positive(snapshotCopyMibPerSecond),
          images == null ? old.images() : positive(images),
          publicImages == null ? old.publicImages() : positive(publicImages));
    }
  }

  /** The settings in force. */
  static SettingsDocument of(SimulatedCloud cloud) {
    return new SettingsDocument(
        TimingEntry.of(cloud.timing()),
        QuotasEntry.of(cloud.quotas()),
        cloud.throttling().enabled());
  }

  /**
   * Puts the settings into force.
   *
   * @throws IllegalArgumentException if a value is none
   */
  void apply(SimulatedCloud cloud) {
    if (timing != null) {
      cloud.timing(timing::over);
    }
    if (quotas != null) {
      cloud.quotas(quotas::over);
    }
    if (throttling != null && throttling) {
      cloud.throttling().enable();
    } else if (throttling != null) {
      cloud.throttling().disable();
    }
  }

  private static Duration or(String given, Duration old) {
    return given == null ? old : Durations.parse(given);
  }

  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  private static int positive(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("Expected a number of at least 1, not " + value);
    }
    return value;
  }
}
