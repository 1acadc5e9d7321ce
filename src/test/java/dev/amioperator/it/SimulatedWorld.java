package dev.amioperator.it;

import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.admin.SeedDocument;
import dev.amioperator.simulator.wire.WireServer;
import dev.amioperator.testing.PermissionUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A simulated EC2 over HTTP with the resources of the samples, on a clock sixty times as fast. */
record SimulatedWorld(SimulatedCloud cloud, WireServer wire) implements AutoCloseable {
  static SimulatedWorld start() {
    try {
      SimulatedCloud cloud = SimulatedCloud.create(SimulatedClock.accelerated(60));
      String world = Files.readString(Path.of("config", "simulator", "world.yaml"));
      SeedDocument.parse(world, cloud.clock().instant()).load(cloud);
      return new SimulatedWorld(
          cloud, WireServer.start(cloud, new InetSocketAddress("127.0.0.1", 0)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The endpoint for every AWS service. */
  URI endpoint() {
    return wire.endpoint();
  }

  @Override
  public void close() {
    new PermissionUse(cloud.journal()).record();
    wire.close();
  }
}
