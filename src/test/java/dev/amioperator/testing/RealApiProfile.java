package dev.amioperator.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The operator on a real API server and the simulator over the wire. */
public class RealApiProfile implements QuarkusTestProfile {
  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(ControlPlaneResource.class),
        new TestResourceEntry(SimulatorResource.class));
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "quarkus.log.level", "WARN",
        "quarkus.http.test-port", "0",
        "ami-operator.cluster-id", "test",
        // As fast as the simulator's clock.
        "ami-operator.tempo", "60",
        // No resync for ten minutes, so that a missed event stays visible.
        "ami-operator.resync", "10h",
        "ami-operator.grace", "2s",
        "ami-operator.observer.scan-interval", "5s",
        "ami-operator.observer.batch-idle", "50ms",
        "ami-operator.observer.ownership-batch", "50ms");
  }
}
