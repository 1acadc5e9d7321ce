package dev.amioperator.testing;

import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.admin.AdminServer;
import dev.amioperator.simulator.admin.SeedDocument;
import dev.amioperator.simulator.wire.WireServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Points a {@code @QuarkusTest} at a simulator over the wire, as a process would be pointed at AWS:
 * by the SDK's own settings. It holds the resources of the samples, on a clock sixty times as fast.
 */
public final class SimulatorResource implements QuarkusTestResourceLifecycleManager {
  /** The address of the admin API, for {@link SimulatorAdmin}. */
  public static final String ADMIN = "test.simulator.admin";

  private WireServer wire;
  private AdminServer admin;
  private PermissionUse permissionUse;

  /** Called by Quarkus by its class name. */
  public SimulatorResource() {}

  @Override
  public Map<String, String> start() {
    SimulatedCloud cloud = SimulatedCloud.create(SimulatedClock.accelerated(60));
    permissionUse = new PermissionUse(cloud.journal());
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    try {
      String world = Files.readString(Path.of("config", "simulator", "world.yaml"));
      SeedDocument.parse(world, cloud.clock().instant()).load(cloud);
      wire = WireServer.start(cloud, any);
      admin = AdminServer.start(cloud, any);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SdkSettings.pointAt(wire.endpoint());
    return Map.of(ADMIN, admin.endpoint().toString());
  }

  @Override
  public void stop() {
    SdkSettings.clear();
    if (admin != null) {
      permissionUse.record();
      wire.close();
      admin.close();
    }
  }
}
