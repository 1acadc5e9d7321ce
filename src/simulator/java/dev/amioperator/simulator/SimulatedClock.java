package dev.amioperator.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * The one clock of a simulated cloud. It runs at real speed, faster, or stands still until a test
 * steps it; whatever the mode, {@link #step} moves it forward at once.
 */
public final class SimulatedClock implements InstantSource {
  private final InstantSource wallClock;
  private Instant wallOrigin;
  private Instant origin;
  private double speed;

  private SimulatedClock(InstantSource wallClock, Instant origin, double speed) {
    this.wallClock = wallClock;
    this.wallOrigin = wallClock.instant();
    this.origin = origin;
    this.speed = speed;
  }

  /** Real time. */
  public static SimulatedClock realTime() {
    return accelerated(1);
  }

  /** Starts now and runs {@code speed} times as fast as the wall clock. */
  public static SimulatedClock accelerated(double speed) {
    InstantSource wall = InstantSource.system();
    return new SimulatedClock(wall, wall.instant(), requirePositive(speed));
  }

  /** Stands at {@code start} and moves only when stepped. */
  public static SimulatedClock steppedFrom(Instant start) {
    return new SimulatedClock(InstantSource.system(), Objects.requireNonNull(start), 0);
  }

  @Override
  public synchronized Instant instant() {
    if (speed == 0) {
      return origin;
    }
    Duration passed = Duration.between(wallOrigin, wallClock.instant());
    return origin.plusNanos((long) (passed.toNanos() * speed));
  }

  /** Moves the clock forward at once; a negative duration is refused, time never runs back. */
  public synchronized void step(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("The clock cannot be stepped back by " + duration);
    }
    rebase(instant().plus(duration));
  }

  /** How many simulated seconds pass in a real one; 0 while the clock only moves by steps. */
  public synchronized double speed() {
    return speed;
  }

  /** Changes the speed from here on; 0 stops the clock. */
  public synchronized void speed(double newSpeed) {
    rebase(instant());
    speed = newSpeed == 0 ? 0 : requirePositive(newSpeed);
  }

  /**
   * Lets simulated time pass for the calling thread: it sleeps while the clock runs, and steps the
   * clock where that stands still, so that a latency never hangs a test.
   */
  void sleep(Duration duration) throws InterruptedException {
    double now = speed();
    if (now == 0) {
      step(duration);
    } else {
      Thread.sleep(Duration.ofNanos((long) (duration.toNanos() / now)));
    }
  }

  private void rebase(Instant instant) {
    origin = instant;
    wallOrigin = wallClock.instant();
  }

  private static double requirePositive(double speed) {
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("The clock's speed must be above 0, not " + speed);
    }
    return speed;
  }
}
