package dev.amioperator.testing;

import dev.amioperator.simulator.Interceptor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Changes the simulated cloud right before the next call of an action, as another program would
 * between a read of the operator and its write.
 */
public final class BeforeNextCall implements Interceptor {
  private final String action;
  private final Runnable change;
  private final AtomicBoolean done = new AtomicBoolean();

  /** A change before the next call of an action, such as {@code DescribeImageReferences}. */
  public BeforeNextCall(String action, Runnable change) {
    this.action = action;
    this.change = change;
  }

  @Override
  public void before(InterceptedCall call) {
    if (call.action().equals(action) && done.compareAndSet(false, true)) {
      change.run();
    }
  }

  /** Whether the change was made. */
  public boolean happened() {
    return done.get();
  }
}
