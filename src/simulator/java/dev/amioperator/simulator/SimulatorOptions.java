package dev.amioperator.simulator;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Command line options of the simulated AWS. */
final class SimulatorOptions {
  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "4510",
      converter = Port.class,
      description = "Port of the AWS endpoint; 0 takes any free port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--admin-port",
      paramLabel = "N",
      defaultValue = "4511",
      converter = Port.class,
      description = "Port of the admin API; 0 takes any free port (default: ${DEFAULT-VALUE}).")
  private int adminPort;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      converter = Address.class,
      description = "Address to listen on; there is no access control (default: ${DEFAULT-VALUE}).")
  private InetAddress bind;

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "1",
      converter = Speed.class,
      description =
          "Simulated seconds per real second; at 0, only steps move the clock"
              + " (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Option(
      names = "--seed",
      paramLabel = "FILE",
      description = "YAML file with the resources that exist from the start.")
  private Path seed;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description =
          "File to write when both ports listen: the AWS endpoint, then the URL of the admin API.")
  private Path readyFile;

  @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
  private boolean help;

  /** Address for the AWS endpoint and the admin API to listen on. */
  InetAddress bind() {
    return bind;
  }

  /** Port of the AWS endpoint; 0 for any free port. */
  int port() {
    return port;
  }

  /** Port of the admin API; 0 for any free port. */
  int adminPort() {
    return adminPort;
  }

  /** Simulated seconds per real second; 0 for a clock that only steps move. */
  double speed() {
    return speed;
  }

  /** YAML file with the AWS resources that exist from the start. */
  Optional<Path> seed() {
    return Optional.ofNullable(seed);
  }

  /** File that receives the URLs of the AWS endpoint and the admin API. */
  Optional<Path> readyFile() {
    return Optional.ofNullable(readyFile);
  }

  /** Whether only the help text is wanted. */
  boolean help() {
    return help;
  }

  /** Converter for the port of the AWS endpoint or the admin API. */
  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      try {
        int port = Integer.parseInt(value);
        if (port >= 0 && port <= 65535) {
          return port;
        }
      } catch (NumberFormatException e) {
        // Same message as for a number out of range.
      }
      throw new TypeConversionException("The port must be a number from 0 to 65535, not " + value);
    }
  }

  /** Converter for the speed of the simulated clock. */
  static final class Speed implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      try {
        double speed = Double.parseDouble(value);
        if (speed >= 0 && Double.isFinite(speed)) {
          return speed;
        }
      } catch (NumberFormatException e) {
        // Same message as for a negative number.
      }
      throw new TypeConversionException("The speed must be a number of 0 or more, not " + value);
    }
  }

  /** Converter for the address of the AWS endpoint. */
  static final class Address implements ITypeConverter<InetAddress> {
    @Override
    public InetAddress convert(String value) {
      try {
        return InetAddress.getByName(value);
      } catch (UnknownHostException e) {
        throw new TypeConversionException("Unknown address " + value);
      }
    }
  }
}
