package dev.amioperator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The EC2 calls of a run as a file, one in a line, to see what the figures count. */
final class CallLog {
  private CallLog() {}

  /** Writes phase, simulated time, region, action, error code and request, separated by tabs. */
  static void write(Path file, CopyRecords records) throws IOException {
    Files.write(
        file,
        Stream.concat(
                records.calls().stream().filter(Ec2Call::toEc2).map(call -> line("copy", call)),
                records.deletion().calls().stream()
                    .filter(Ec2Call::toEc2)
                    .map(call -> line("delete", call)))
            .toList());
  }

  private static String line(String phase, Ec2Call call) {
    return String.join(
        "\t",
        phase,
        call.time().toString(),
        call.region(),
        call.action(),
        call.error(),
        call.parameters().replaceAll("\\s+", " "));
  }
}
