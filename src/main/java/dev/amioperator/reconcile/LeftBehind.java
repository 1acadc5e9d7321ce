package dev.amioperator.reconcile;

import dev.amioperator.ec2.DeleteSnapshotResult;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is said of snapshots that EC2 was to delete along with an image and did not. Pure. */
final class LeftBehind {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private LeftBehind() {}

  /**
   * The verdict on a deregistration: the planned one, if every snapshot went.
   *
   * @param results by snapshot id
   */
  static Verdict verdict(Map<String, DeleteSnapshotResult> results, Verdict planned) {
    Map<String, DeleteSnapshotResult> left = new TreeMap<>(results);
    left.values().removeIf(result -> result == DeleteSnapshotResult.SUCCESS);
    if (left.isEmpty()) {
      return planned;
    }
    List<String> words =
        left.entrySet().stream()
            .map(entry -> "%s (%s)".formatted(entry.getKey(), inWords(entry.getValue())))
            .toList();
    return new Verdict.Held(
        left.values().stream().map(LeftBehind::reason).min(Comparator.naturalOrder()).orElseThrow(),
        words.stream()
            .collect(
                Collectors.joining(
                    ", ",
                    "Deregistered; EC2 did not delete ",
                    ". They are dealt with one by one.")),
        AGAIN);
  }

  private static Reason reason(DeleteSnapshotResult result) {
    return switch (result) {
      case SKIPPED -> Reason.InUse;
      case MISSING_PERMISSIONS -> Reason.Denied;
      case CLIENT_ERROR -> Reason.Rejected;
      case SUCCESS, INTERNAL_ERROR, UNKNOWN -> Reason.Unreachable;
    };
  }

  private static String inWords(DeleteSnapshotResult result) {
    return switch (result) {
      case SKIPPED -> "skipped: another image uses it";
      case MISSING_PERMISSIONS ->
          "missing-permissions: the operator's credentials need ec2:DeleteSnapshot";
      case SUCCESS, INTERNAL_ERROR, CLIENT_ERROR, UNKNOWN -> result.value();
    };
  }
}
