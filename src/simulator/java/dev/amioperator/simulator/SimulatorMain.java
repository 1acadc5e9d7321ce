package dev.amioperator.simulator;

import dev.amioperator.simulator.admin.AdminServer;
import dev.amioperator.simulator.admin.SeedDocument;
import dev.amioperator.simulator.wire.WireServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs the simulator alone, for any AWS SDK. */
public final class SimulatorMain {
  private static final int USAGE_ERROR = 2;

  private SimulatorMain() {}

  /** See {@code --help}. Exits with 2 if it cannot start as asked. */
  public static void main(String[] arguments) throws InterruptedException {
    // The log manager that is on the class path; it complains if another one came first.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    try {
      SimulatorOptions options = SimulatorOptions.parse(List.of(arguments));
      if (options.help()) {
        System.out.print(SimulatorOptions.USAGE);
        return;
      }
      run(options);
    } catch (IllegalArgumentException e) {
      fail(e.getMessage() + "\n\n" + SimulatorOptions.USAGE);
    } catch (NoSuchFileException e) {
      fail("There is no file " + e.getMessage() + "\n");
    } catch (IOException e) {
      fail(e.getMessage() + "\n");
    }
  }

  private static void fail(String message) {
    System.err.print("simulator: " + message);
    System.exit(USAGE_ERROR);
  }

  private static void run(SimulatorOptions options) throws IOException, InterruptedException {
    SimulatedCloud cloud = SimulatedCloud.create(clock(options.speed()));
    if (options.seed().isPresent()) {
      loadSeed(options.seed().get(), cloud);
    }
    try (WireServer wire = WireServer.start(cloud, address(options, options.port()));
        AdminServer admin = AdminServer.start(cloud, address(options, options.adminPort()))) {
      System.out.println(startupMessage(wire.endpoint(), admin.endpoint(), options.speed()));
      if (options.readyFile().isPresent()) {
        writeReadyFile(options.readyFile().get(), wire.endpoint(), admin.endpoint());
      }
      new CountDownLatch(1).await();
    } catch (BindException e) {
      throw new IOException(
          "Port %d or %d is taken (%s); --port 0 --admin-port 0 takes free ones"
              .formatted(options.port(), options.adminPort(), e.getMessage()),
          e);
    }
  }

  private static SimulatedClock clock(double speed) {
    if (speed == 0) {
      SimulatedClock clock = SimulatedClock.realTime();
      clock.speed(0);
      return clock;
    }
    return SimulatedClock.accelerated(speed);
  }

  private static void loadSeed(Path seed, SimulatedCloud cloud) throws IOException {
    try {
      SeedDocument.parse(Files.readString(seed), cloud.clock().instant()).load(cloud);
    } catch (IllegalArgumentException e) {
      throw new IOException(seed + ": " + e.getMessage(), e);
    }
  }

  private static InetSocketAddress address(SimulatorOptions options, int port) {
    return new InetSocketAddress(options.bind(), port);
  }

  /** Appears whole or not at all, so that whoever waits for the file can read it at once. */
  private static void writeReadyFile(Path file, URI endpoint, URI admin) throws IOException {
    Path draft = Path.of(file + ".part");
    Files.writeString(draft, endpoint + "\n" + admin + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String startupMessage(URI endpoint, URI admin, double speed) {
    return """
    The simulator runs.

      AWS endpoint  %1$s   (EC2, STS, SSM, KMS, Auto Scaling; any credentials)
      admin API     %2$s   (clock, faults, journal, seeds; open it for the list)
      clock         %3$s

    Point any AWS SDK or CLI at it:

      export AWS_ENDPOINT_URL=%1$s
      export AWS_ACCESS_KEY_ID=simulator AWS_SECRET_ACCESS_KEY=simulator
      export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1

      aws ec2 describe-images --owners self
      python3 -c 'import boto3; print(boto3.client("ec2").describe_images(Owners=["self"]))'

    Stop it with Ctrl-C. Nothing is kept.
    """
        .formatted(endpoint, admin, describeSpeed(speed));
  }

  private static String describeSpeed(double speed) {
    return speed == 0
        ? "stands still until stepped"
        : "%s times real time".formatted(formatSpeed(speed));
  }

  private static String formatSpeed(double speed) {
    return speed == Math.rint(speed) ? String.valueOf((long) speed) : String.valueOf(speed);
  }
}
