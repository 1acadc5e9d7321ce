package dev.amioperator.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Runs a {@code @QuarkusTest} against the {@link ControlPlane} of the JVM. The control plane stays
 * for the tests that follow.
 */
public final class ControlPlaneResource implements QuarkusTestResourceLifecycleManager {
  /** Called by Quarkus by its class name. */
  public ControlPlaneResource() {}

  @Override
  public Map<String, String> start() {
    return ControlPlane.get().quarkusProperties();
  }

  @Override
  public void stop() {}
}
