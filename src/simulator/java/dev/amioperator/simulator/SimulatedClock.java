package dev.amioperator.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Clock of the simulated cloud: real time, faster, or stopped until a step. {@link #step} moves it
 * forward at once, whatever its speed.
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

  /** Clock of a simulated cloud in real time. */
  public static SimulatedClock realTime() {
    return accelerated(1);
  }

  /** Clock of a simulated cloud at {@code speed} times real time. */
  public static SimulatedClock accelerated(double speed) {
    InstantSource wall = InstantSource.system();
    return new SimulatedClock(wall, wall.instant(), requirePositive(speed));
  }

  /** Clock of a simulated cloud that stays at {@code start} until it is stepped. */
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

  /** Moves the time of the simulated cloud forward at once. */
  public synchronized void step(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("The clock cannot be stepped back by " + duration);
    }
    rebase(instant().plus(duration));
  }

  /** Simulated seconds of the cloud per real second; 0 for a stopped clock. */
  public synchronized double speed() {
    return speed;
  }

  /** Changes the speed of the cloud's time; 0 stops the clock. */
  public synchronized void speed(double newSpeed) {
    rebase(instant());
    speed = newSpeed == 0 ? 0 : requirePositive(newSpeed);
  }

  /**
   * Delays an AWS call by simulated time. A running clock makes the thread sleep; a stopped clock
   * is stepped, so that a latency never blocks a test.
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
