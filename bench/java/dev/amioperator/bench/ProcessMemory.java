package dev.amioperator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of a process on Linux. */
final class ProcessMemory {
  private ProcessMemory() {}

  /** Memory that the process has now, in MiB. */
  static long residentMib(long pid) throws IOException {
    return read(pid, "VmRSS:");
  }

  /** The most memory that the process had, in MiB. */
  static long peakMib(long pid) throws IOException {
    return read(pid, "VmHWM:");
  }

  private static long read(long pid, String field) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith(field))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
