package dev.amioperator.simulator.state;

import java.time.Duration;

/**
 * How long things take in the simulated cloud.
 *
 * @param overhead what each create or copy takes beside moving bytes
 * @param mibPerSecond how fast one snapshot is made or copied without a completion duration
 * @param registration how long a registered image stays pending
 * @param instanceChange how long an instance takes from one state to the next
 * @param userData how long an instance runs until its user data has done its work
 * @param visibility how long a new image stays unknown to every call but the one that made it
 * @param lingering how long a deregistered image is still listed, in state {@code deregistered}
 * @param release how long snapshots count as in use after their image was deregistered
 */
public record Timing(
    Duration overhead,
    int mibPerSecond,
    Duration registration,
    Duration instanceChange,
    Duration userData,
    Duration visibility,
    Duration lingering,
    Duration release) {

  /** Work takes its time, everything else shows at once: what most tests want. */
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(30),
          100,
          Duration.ofSeconds(3),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO);

  /** How long it takes to make or copy a snapshot of this size at the ordinary speed. */
  public Duration snapshotDuration(int sizeGib) {
    return overhead.plusMillis(sizeGib * 1024L * 1000 / mibPerSecond);
  }

  public Timing withOverhead(Duration duration) {
    return new Timing(
        duration,
        mibPerSecond,
        registration,
        instanceChange,
        userData,
        visibility,
        lingering,
        release);
  }

  public Timing withMibPerSecond(int speed) {
    return new Timing(
        overhead, speed, registration, instanceChange, userData, visibility, lingering, release);
  }

  public Timing withRegistration(Duration duration) {
    return new Timing(
        overhead, mibPerSecond, duration, instanceChange, userData, visibility, lingering, release);
  }

  public Timing withInstanceChange(Duration duration) {
    return new Timing(
        overhead, mibPerSecond, registration, duration, userData, visibility, lingering, release);
  }

  public Timing withUserData(Duration duration) {
    return new Timing(
        overhead,
        mibPerSecond,
        registration,
        instanceChange,
        duration,
        visibility,
        lingering,
        release);
  }

  public Timing withVisibility(Duration duration) {
    return new Timing(
        overhead,
        mibPerSecond,
        registration,
        instanceChange,
        userData,
        duration,
        lingering,
        release);
  }

  public Timing withLingering(Duration duration) {
    return new Timing(
        overhead,
        mibPerSecond,
        registration,
        instanceChange,
        userData,
        visibility,
        duration,
        release);
  }

  public Timing withRelease(Duration duration) {
    return new Timing(
        overhead,
        mibPerSecond,
        registration,
        instanceChange,
        userData,
        visibility,
        lingering,
        duration);
  }
}
