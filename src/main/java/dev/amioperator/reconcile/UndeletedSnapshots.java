package dev.amioperator.reconcile;

import dev.amioperator.ec2.DeleteSnapshotResult;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reports snapshots that DeregisterImage with DeleteAssociatedSnapshots did not delete. Pure. */
final class UndeletedSnapshots {
  private UndeletedSnapshots() {}

  /**
   * The ready state after a deregistration: the planned state if every snapshot was deleted.
   *
   * @param results by snapshot id
   */
  static ReadyState readyState(Map<String, DeleteSnapshotResult> results, ReadyState planned) {
    Map<String, DeleteSnapshotResult> left = new TreeMap<>(results);
    left.values().removeIf(result -> result == DeleteSnapshotResult.SUCCESS);
    if (left.isEmpty()) {
      return planned;
    }
    return new ReadyState.Blocked(
        left.values().stream()
            .map(UndeletedSnapshots::reason)
            .min(Comparator.naturalOrder())
            .orElseThrow(),
        left.entrySet().stream()
            .map(entry -> "%s (%s)".formatted(entry.getKey(), explain(entry.getValue())))
            .collect(
                Collectors.joining(
                    ", ",
                    "Deregistered; EC2 did not delete ",
                    ". Each is deleted by a call of its own, which is retried.")),
        Requeue.DELETING);
  }

  private static Reason reason(DeleteSnapshotResult result) {
    return switch (result) {
      case SKIPPED -> Reason.InUse;
      case MISSING_PERMISSIONS -> Reason.Denied;
      case CLIENT_ERROR -> Reason.Rejected;
      case SUCCESS, INTERNAL_ERROR, UNKNOWN -> Reason.Unreachable;
    };
  }

  private static String explain(DeleteSnapshotResult result) {
    return switch (result) {
      case SKIPPED -> "skipped: another image uses it";
      case MISSING_PERMISSIONS ->
          "missing-permissions: the operator's credentials need ec2:DeleteSnapshot";
      case SUCCESS, INTERNAL_ERROR, CLIENT_ERROR, UNKNOWN -> result.value();
    };
  }
}
