package dev.amioperator.bench;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Number of EC2 calls by action. */
record CallCounts(Map<String, Long> byAction) {
  static CallCounts of(List<Ec2Call> calls) {
    return new CallCounts(
        calls.stream()
            .filter(Ec2Call::toEc2)
            .collect(groupingBy(Ec2Call::action, TreeMap::new, counting())));
  }

  long total() {
    return byAction.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Calls an object by action, the most frequent first. */
  String perObject(long objects) {
    return byAction.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(
            calls ->
                String.format(
                    Locale.ROOT, "%s %.2f", calls.getKey(), (double) calls.getValue() / objects))
        .collect(joining(", "));
  }
}
