package dev.amioperator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Limit of a process's memory, as of a container: a control group of Linux, of the first or the
 * second version. The page cache of files that the process reads counts, but gives way.
 *
 * @param directory directory of the control group
 * @param peak file of the most memory that its processes had, in bytes
 * @param events file with a line {@code oom_kill} and a number
 */
record MemoryLimit(Path directory, Path peak, Path events) implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Path FIRST_VERSION = ROOT.resolve("memory");
  private static final String NAME = "ami-operator-bench";

  /** Creates the control group, which only root may do. */
  static MemoryLimit ofMib(long mib) throws IOException {
    boolean first = Files.isDirectory(FIRST_VERSION);
    Path directory = (first ? FIRST_VERSION : ROOT).resolve(NAME + "-" + mib);
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
    }
    String limit = Long.toString(mib * 1024 * 1024);
    if (first) {
      Files.writeString(directory.resolve("memory.limit_in_bytes"), limit);
      Path peak = directory.resolve("memory.max_usage_in_bytes");
      Files.writeString(peak, "0");
      return new MemoryLimit(directory, peak, directory.resolve("memory.oom_control"));
    }
    Files.writeString(directory.resolve("memory.max"), limit);
    return new MemoryLimit(
        directory, directory.resolve("memory.peak"), directory.resolve("memory.events"));
  }

  /** Start of a command that runs in the control group. */
  List<String> prefix() {
    return List.of(
        "sh",
        "-c",
        "echo $$ > \"$0\" && exec \"$@\"",
        directory.resolve("cgroup.procs").toString());
  }

  /** The most memory of the control group, in MiB. */
  long peakMib() throws IOException {
    return Long.parseLong(Files.readString(peak).strip()) / 1024 / 1024;
  }

  /** How many processes the kernel killed for their memory. */
  long kills() throws IOException {
    return Files.readAllLines(events).stream()
        .filter(line -> line.startsWith("oom_kill "))
        .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
        .sum();
  }

  /** Removes the control group, whose processes have ended. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(directory);
  }
}
