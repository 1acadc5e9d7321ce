package dev.amioperator.testing;

import java.util.List;

/** The operator on a real API server and moto in place of EC2. */
public class MotoProfile extends RealApiProfile {
  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(ControlPlaneResource.class),
        new TestResourceEntry(MotoResource.class));
  }
}
