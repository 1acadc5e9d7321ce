package dev.amioperator.simulator;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the simulator is to run.
 *
 * @param bind the address to listen on
 * @param port the port of the AWS endpoint, 0 for any free one
 * @param adminPort the port of the admin API, 0 for any free one
 * @param speed simulated seconds in a real one, 0 for a clock that only moves by steps
 * @param seed a YAML file of what is there from the start, or none
 * @param readyFile the file to write the endpoints to once they listen, or none
 * @param help whether only to explain the options
 */
record SimulatorOptions(
    InetAddress bind,
    int port,
    int adminPort,
    double speed,
    Optional<Path> seed,
    Optional<Path> readyFile,
    boolean help) {

  static final String USAGE =
      """
      A simulated AWS for the life of machine images: EC2, STS, SSM, KMS, Auto Scaling.

      Options:
        --port N           port of the AWS endpoint (default 4510; 0: any free one)
        --admin-port N     port of the admin API (default 4511; 0: any free one)
        --bind ADDRESS     address to listen on (default 127.0.0.1; there is no access control)
        --speed N          simulated seconds in a real one (default 1; 0: only steps move the clock)
        --seed FILE        what is there from the start, in YAML
        --ready-file FILE  written once all listens: the endpoint, then the admin API's address
        --help             this text
      """;

  private static final Set<String> WITH_VALUE =
      Set.of("--port", "--admin-port", "--bind", "--speed", "--seed", "--ready-file");

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static SimulatorOptions parse(List<String> arguments) {
    Map<String, String> given = new HashMap<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      given.put(option, option.equals("--help") ? "" : value(option, rest));
    }
    return new SimulatorOptions(
        address(given.getOrDefault("--bind", "127.0.0.1")),
        port(given.getOrDefault("--port", "4510")),
        port(given.getOrDefault("--admin-port", "4511")),
        speed(given.getOrDefault("--speed", "1")),
        Optional.ofNullable(given.get("--seed")).map(Path::of),
        Optional.ofNullable(given.get("--ready-file")).map(Path::of),
        given.containsKey("--help"));
  }

  private static String value(String option, Iterator<String> rest) {
    if (!WITH_VALUE.contains(option)) {
      throw new IllegalArgumentException("There is no option " + option);
    }
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.next();
  }

  private static int port(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a number out of range is.
    }
    throw new IllegalArgumentException("A port is a number from 0 to 65535, not " + value);
  }

  private static double speed(String value) {
    try {
      double speed = Double.parseDouble(value);
      if (speed >= 0 && Double.isFinite(speed)) {
        return speed;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a negative number is.
    }
    throw new IllegalArgumentException("The speed is a number of 0 or more, not " + value);
  }

  private static InetAddress address(String value) {
    try {
      return InetAddress.getByName(value);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("There is no address " + value, e);
    }
  }
}
