package dev.amioperator.testing;

import static java.util.Map.entry;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/**
 * The operator on Fabric8's mock API server and the in-process simulator. The mock server knows no
 * server-side apply.
 */
public class MockServerProfile implements QuarkusTestProfile {
  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(SimulatedAws.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.ofEntries(
        // Tests report failures; other log output would hide them.
        entry("quarkus.log.level", "WARN"),
        entry("quarkus.log.category.\"io.javaoperatorsdk\".level", "ERROR"),
        entry("quarkus.operator-sdk.crd.apply", "true"),
        entry("quarkus.http.test-port", "0"),
        entry("ami-operator.cluster-id", "mock"),
        entry("ami-operator.tempo", "600"),
        entry("ami-operator.observer.ownership-batch", "100ms"));
  }
}
