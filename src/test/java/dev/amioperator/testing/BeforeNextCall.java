package dev.amioperator.testing;

import dev.amioperator.simulator.Interceptor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Changes the simulated cloud right before the next call of an action, as another program would
 * between a read of the operator and its write.
 */
public final class BeforeNextCall implements Interceptor {
  private final String action;
  private final BooleanSupplier thread;
  private final Runnable change;
  private final AtomicBoolean done = new AtomicBoolean();

  /** A change before the next call of an action, such as {@code DescribeImageReferences}. */
  public BeforeNextCall(String action, Runnable change) {
    this(action, () -> true, change);
  }

  private BeforeNextCall(String action, BooleanSupplier thread, Runnable change) {
    this.action = action;
    this.thread = thread;
    this.change = change;
  }

  /**
   * A change before the next ownership read of images. The observer reads in virtual threads; a
   * reconciler itself reads right before a write only.
   */
  public static BeforeNextCall ownershipRead(Runnable change) {
    return new BeforeNextCall("DescribeImages", () -> !Thread.currentThread().isVirtual(), change);
  }

  @Override
  public void before(InterceptedCall call) {
    if (call.action().equals(action) && thread.getAsBoolean() && done.compareAndSet(false, true)) {
      change.run();
    }
  }

  /** Whether the change was made. */
  public boolean happened() {
    return done.get();
  }
}
