package dev.amioperator.it;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** EC2 calls of a scenario's lives without crashes, counted by action. */
final class CallCounts {
  private final List<Map<String, Long>> lives = new CopyOnWriteArrayList<>();

  /** Whether an EC2 action changes anything. */
  static boolean writes(String action) {
    return Stream.of("Describe", "Get", "List").noneMatch(action::startsWith);
  }

  void add(Map<String, Long> callsByAction) {
    lives.add(callsByAction);
  }

  int lives() {
    return lives.size();
  }

  /** Writes are the same in each life; reads also depend on how fast the machine is. */
  String summary() {
    if (lives.isEmpty()) {
      return "no life without crashes";
    }
    List<Long> reads = totals(action -> !writes(action)).sorted().boxed().toList();
    return "%d reads (median %d), %s writes"
        .formatted(
            reads.getFirst(),
            reads.get((reads.size() - 1) / 2),
            totals(CallCounts::writes)
                .sorted()
                .distinct()
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" or ")));
  }

  /** A line for each action, with its calls in each life. */
  Stream<String> lines(String scenario) {
    return lives.stream()
        .flatMap(life -> life.keySet().stream())
        .distinct()
        .sorted()
        .map(action -> line(scenario, action));
  }

  private String line(String scenario, String action) {
    return String.join(
        "\t",
        scenario,
        writes(action) ? "write" : "read",
        action,
        lives.stream()
            .map(life -> life.getOrDefault(action, 0L).toString())
            .collect(Collectors.joining(" ")));
  }

  private LongStream totals(Predicate<String> actions) {
    return lives.stream()
        .mapToLong(
            life ->
                life.entrySet().stream()
                    .filter(calls -> actions.test(calls.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum());
  }
}
