package dev.amioperator.simulator.state;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Durations of operations in the simulated AWS.
 *
 * @param overhead fixed duration of each creation or copy
 * @param mibPerSecond throughput of a snapshot creation or copy without a completion duration
 * @param registration how long a registered image stays pending
 * @param instanceChange duration of an instance state change
 * @param userData duration of the user data of an instance
 * @param console delay until the buffered console output is shown, after the user data has run
 * @param visibility delay until other calls see a new image
 * @param lingering how long a deregistered image is still listed, in state {@code deregistered}
 * @param grants delay until a new grant of a KMS key has an effect
 * @param release how long snapshots count as in use after their image was deregistered
 */
public record Timing(
    Duration overhead,
    int mibPerSecond,
    Duration registration,
    Duration instanceChange,
    Duration userData,
    Duration console,
    Duration visibility,
    Duration lingering,
    Duration grants,
    Duration release) {

  /** Default durations of AWS operations: changes are visible at once, as most tests need. */
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(30),
          100,
          Duration.ofSeconds(3),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO);

  /** Duration of a snapshot creation or copy of this size. */
  public Duration snapshotDuration(int sizeGib) {
    return overhead.plusMillis(sizeGib * 1024L * 1000 / mibPerSecond);
  }

  /** Copy with another overhead of snapshot creation and copies. */
  public Timing withOverhead(Duration duration) {
    return with(draft -> draft.overhead = duration);
  }

  /** Copy with another speed of snapshot creation and copies. */
  public Timing withMibPerSecond(int speed) {
    return with(draft -> draft.mibPerSecond = speed);
  }

  /** Copy with another duration for which a registered image stays pending. */
  public Timing withRegistration(Duration duration) {
    return with(draft -> draft.registration = duration);
  }

  /** Copy with another duration of instance state changes. */
  public Timing withInstanceChange(Duration duration) {
    return with(draft -> draft.instanceChange = duration);
  }

  /** Copy with another duration of instance user data. */
  public Timing withUserData(Duration duration) {
    return with(draft -> draft.userData = duration);
  }

  /** Copy with another delay of the buffered console output. */
  public Timing withConsole(Duration duration) {
    return with(draft -> draft.console = duration);
  }

  /** Copy with another delay until a new image is visible. */
  public Timing withVisibility(Duration duration) {
    return with(draft -> draft.visibility = duration);
  }

  /** Copy with another duration for which a deregistered image stays listed. */
  public Timing withLingering(Duration duration) {
    return with(draft -> draft.lingering = duration);
  }

  /** Copy with another delay until new grants of KMS keys have an effect. */
  public Timing withGrants(Duration duration) {
    return with(draft -> draft.grants = duration);
  }

  /** Copy with another delay until snapshots of a deregistered image are free. */
  public Timing withRelease(Duration duration) {
    return with(draft -> draft.release = duration);
  }

  private Timing with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /** Mutable durations of EC2 operations. */
  private static final class Draft {
    private Duration overhead;
    private int mibPerSecond;
    private Duration registration;
    private Duration instanceChange;
    private Duration userData;
    private Duration console;
    private Duration visibility;
    private Duration lingering;
    private Duration grants;
    private Duration release;

    private Draft(Timing timing) {
      overhead = timing.overhead;
      mibPerSecond = timing.mibPerSecond;
      registration = timing.registration;
      instanceChange = timing.instanceChange;
      userData = timing.userData;
      console = timing.console;
      visibility = timing.visibility;
      lingering = timing.lingering;
      grants = timing.grants;
      release = timing.release;
    }

    private Timing build() {
      return new Timing(
          overhead,
          mibPerSecond,
          registration,
          instanceChange,
          userData,
          console,
          visibility,
          lingering,
          grants,
          release);
    }
  }
}
