package dev.amioperator.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CopyImage calls of the journal by region: copies that started, and those that a quota refused.
 *
 * @param copyDuration how long each copy is in flight
 */
record CopyStarts(Map<String, List<CopyCall>> byRegion, Duration copyDuration) {
  private static final Pattern SOURCE = Pattern.compile("SourceImageId=(ami-[0-9a-f]+)");
  private static final String QUOTA = "ResourceLimitExceeded";

  /**
   * CopyImage call into a region.
   *
   * @param refused whether the quota of copies in flight refused it
   */
  record CopyCall(Instant time, String region, String sourceImageId, boolean refused) {}

  /** Gathers the CopyImage calls that started a copy or met the quota, oldest first. */
  static CopyStarts of(List<Ec2Call> calls, Duration copyDuration) {
    Map<String, List<CopyCall>> byRegion = new TreeMap<>();
    calls.stream()
        .filter(call -> call.action().equals("CopyImage"))
        .filter(call -> call.succeeded() || call.error().equals(QUOTA))
        .sorted(Comparator.comparing(Ec2Call::sequence))
        .map(call -> new CopyCall(call.time(), call.region(), source(call), !call.succeeded()))
        .forEach(call -> byRegion.computeIfAbsent(call.region(), _ -> new ArrayList<>()).add(call));
    return new CopyStarts(byRegion, copyDuration);
  }

  private static String source(Ec2Call call) {
    Matcher source = SOURCE.matcher(call.parameters());
    return source.find() ? source.group(1) : "";
  }

  /** The copies that started, in every region. */
  Stream<CopyCall> started() {
    return byRegion.values().stream().flatMap(List::stream).filter(call -> !call.refused());
  }

  /** The copies that started in a region. */
  List<CopyCall> startedIn(String region) {
    return byRegion.getOrDefault(region, List.of()).stream()
        .filter(call -> !call.refused())
        .toList();
  }

  /** Number of copies in flight in a region at an instant. */
  long inFlight(String region, Instant at) {
    return startedIn(region).stream()
        .filter(copy -> !copy.time().isAfter(at))
        .filter(copy -> copy.time().plus(copyDuration).isAfter(at))
        .count();
  }

  /** Most copies that were in flight in any region. */
  long peak() {
    return started().mapToLong(copy -> inFlight(copy.region(), copy.time())).max().orElse(0);
  }

  /**
   * When the last of the copies of an image started; empty while a region still waits.
   *
   * @param regions in how many regions the image is copied
   */
  Optional<Instant> lastStart(String sourceImageId, int regions) {
    List<CopyCall> copies =
        started().filter(copy -> copy.sourceImageId().equals(sourceImageId)).toList();
    return copies.stream().map(CopyCall::region).distinct().count() < regions
        ? Optional.empty()
        : copies.stream().map(CopyCall::time).max(Comparator.naturalOrder());
  }
}
