package dev.amioperator.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operator on a real API server and moto in place of EC2. */
public class MotoProfile extends RealApiProfile {
  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(ControlPlaneResource.class),
        new TestResourceEntry(MotoResource.class));
  }

  /**
   * Moto takes no tags with RegisterImage: they come later, and copies follow within the resync.
   */
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
    overrides.put("ami-operator.resync", "2m");
    return overrides;
  }
}
