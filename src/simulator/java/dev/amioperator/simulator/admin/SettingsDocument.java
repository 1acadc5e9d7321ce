package dev.amioperator.simulator.admin;

import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.state.Quotas;
import dev.amioperator.simulator.state.Timing;
import java.time.Duration;

/**
 * Settings of the AWS cloud; a missing field keeps its value.
 *
 * @param throttling whether EC2's request limits apply
 */
record SettingsDocument(TimingEntry timing, QuotasEntry quotas, Boolean throttling) {

  /** Durations of AWS operations, such as {@code 90m}. */
  record TimingEntry(
      String overhead,
      Integer mibPerSecond,
      String registration,
      String instanceChange,
      String userData,
      String visibility,
      String lingering,
      String grants,
      String release) {

    private static TimingEntry of(Timing timing) {
      return new TimingEntry(
          format(timing.overhead()),
          timing.mibPerSecond(),
          format(timing.registration()),
          format(timing.instanceChange()),
          format(timing.userData()),
          format(timing.visibility()),
          format(timing.lingering()),
          format(timing.grants()),
          format(timing.release()));
    }

    private Timing applyTo(Timing old) {
      return old.withOverhead(parseOrElse(overhead, old.overhead()))
          .withMibPerSecond(
              mibPerSecond == null ? old.mibPerSecond() : requirePositive(mibPerSecond))
          .withRegistration(parseOrElse(registration, old.registration()))
          .withInstanceChange(parseOrElse(instanceChange, old.instanceChange()))
          .withUserData(parseOrElse(userData, old.userData()))
          .withVisibility(parseOrElse(visibility, old.visibility()))
          .withLingering(parseOrElse(lingering, old.lingering()))
          .withGrants(parseOrElse(grants, old.grants()))
          .withRelease(parseOrElse(release, old.release()));
    }
  }

  /** Quotas of each AWS account and region. */
  record QuotasEntry(
      Integer imageCopies,
      Integer snapshotCopies,
      Boolean snapshotCopiesOfImages,
      Integer snapshotCopyMibPerSecond,
      Integer images,
      Integer publicImages) {

    private static QuotasEntry of(Quotas quotas) {
      return new QuotasEntry(
          quotas.imageCopies(),
          quotas.snapshotCopies(),
          quotas.snapshotCopiesOfImages(),
          quotas.snapshotCopyMibPerSecond(),
          quotas.images(),
          quotas.publicImages());
    }

    private Quotas applyTo(Quotas old) {
      return new Quotas(
          imageCopies == null ? old.imageCopies() : requirePositive(imageCopies),
          snapshotCopies == null ? old.snapshotCopies() : requirePositive(snapshotCopies),
          snapshotCopiesOfImages == null ? old.snapshotCopiesOfImages() : snapshotCopiesOfImages,
          snapshotCopyMibPerSecond == null
              ? old.snapshotCopyMibPerSecond()
              : requirePositive(snapshotCopyMibPerSecond),
          images == null ? old.images() : requirePositive(images),
          publicImages == null ? old.publicImages() : requirePositive(publicImages));
    }
  }

  /** Current settings of the AWS cloud. */
  static SettingsDocument of(SimulatedCloud cloud) {
    return new SettingsDocument(
        TimingEntry.of(cloud.timing()),
        QuotasEntry.of(cloud.quotas()),
        cloud.throttling().enabled());
  }

  /**
   * Applies the settings to the AWS cloud.
   *
   * @throws IllegalArgumentException if a value is invalid
   */
  void apply(SimulatedCloud cloud) {
    if (timing != null) {
      cloud.timing(timing::applyTo);
    }
    if (quotas != null) {
      cloud.quotas(quotas::applyTo);
    }
    if (throttling != null && throttling) {
      cloud.throttling().enable();
    } else if (throttling != null) {
      cloud.throttling().disable();
    }
  }

  private static Duration parseOrElse(String given, Duration old) {
    return given == null ? old : Durations.parse(given);
  }

  private static String format(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  private static int requirePositive(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("Expected a number of at least 1, not " + value);
    }
    return value;
  }
}
