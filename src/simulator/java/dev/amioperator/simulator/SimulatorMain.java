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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;

/** Command that serves the simulated AWS as a process of its own. */
@Command(
    name = "simulator",
    sortOptions = false,
    header = "A simulated AWS for machine images: EC2, STS, SSM, KMS, Recycle Bin, Auto Scaling.%n")
public final class SimulatorMain implements Callable<Integer> {
  @Mixin private final SimulatorOptions options;

  private SimulatorMain(SimulatorOptions options) {
    this.options = options;
  }

  /** Serves the simulated AWS until the process ends; exits with 2 if it cannot start. */
  public static void main(String[] arguments) {
    // The log manager on the class path; it logs an error if another log manager starts first.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    System.exit(commandLine(new SimulatorOptions()).execute(arguments));
  }

  static CommandLine commandLine(SimulatorOptions options) {
    return new CommandLine(new SimulatorMain(options))
        .setOverwrittenOptionsAllowed(true)
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(SimulatorMain::printStartError);
  }

  private static int printStartError(Exception e, CommandLine command, ParseResult arguments)
      throws Exception {
    String message =
        switch (e) {
          case NoSuchFileException missing -> "File not found: " + missing.getMessage();
          case IOException _ -> e.getMessage();
          default -> throw e;
        };
    command.getErr().println("simulator: " + message);
    return ExitCode.USAGE;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    SimulatedCloud cloud = SimulatedCloud.create(clock(options.speed()));
    if (options.seed().isPresent()) {
      loadSeed(options.seed().get(), cloud);
    }
    try (WireServer wire = WireServer.start(cloud, address(options.port()));
        AdminServer admin = AdminServer.start(cloud, address(options.adminPort()))) {
      System.out.println(startupMessage(wire.endpoint(), admin.endpoint(), options.speed()));
      if (options.readyFile().isPresent()) {
        writeReadyFile(options.readyFile().get(), wire.endpoint(), admin.endpoint());
      }
      new CountDownLatch(1).await();
      return ExitCode.OK;
    } catch (BindException e) {
      throw new IOException(
          "Port %d or %d is in use (%s); --port 0 --admin-port 0 takes free ports"
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

  private InetSocketAddress address(int port) {
    return new InetSocketAddress(options.bind(), port);
  }

  /** Writes the URLs of the AWS endpoint and the admin API atomically, for scripts that poll. */
  private static void writeReadyFile(Path file, URI endpoint, URI admin) throws IOException {
    Path draft = Path.of(file + ".part");
    Files.writeString(draft, endpoint + "\n" + admin + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String startupMessage(URI endpoint, URI admin, double speed) {
    return """
    The simulator is running.

      AWS endpoint  %1$s   (EC2, STS, SSM, KMS, Recycle Bin, Auto Scaling; any credentials)
      admin API     %2$s   (clock, faults, journal, seeds; open it for the list of endpoints)
      clock         %3$s

    Point any AWS SDK or CLI at it:

      export AWS_ENDPOINT_URL=%1$s
      export AWS_ACCESS_KEY_ID=simulator AWS_SECRET_ACCESS_KEY=simulator
      export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1

      aws ec2 describe-images --owners self
      python3 -c 'import boto3; print(boto3.client("ec2").describe_images(Owners=["self"]))'

    Stop it with Ctrl-C. All state is lost then.
    """
        .formatted(endpoint, admin, describeSpeed(speed));
  }

  private static String describeSpeed(double speed) {
    return speed == 0
        ? "stopped until stepped"
        : "%s times real time".formatted(formatSpeed(speed));
  }

  private static String formatSpeed(double speed) {
    return speed == Math.rint(speed) ? String.valueOf((long) speed) : String.valueOf(speed);
  }
}
