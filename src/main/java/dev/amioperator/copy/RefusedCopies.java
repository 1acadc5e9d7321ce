package dev.amioperator.copy;

import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.RequeuePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * CopyImage calls that EC2 refused for good, such as without permission. They are repeated after an
 * edit and on the slow rhythm, not whenever the object is reconciled for another region.
 */
final class RefusedCopies {
  private final Duration pause;
  private final Map<String, Refusal> byDestination = new ConcurrentHashMap<>();

  private record Refusal(ExecutionResult result, String revision, Instant until) {}

  RefusedCopies(RequeuePolicy requeuePolicy) {
    // Before the earliest reconcile of a stalled object that nothing woke.
    this.pause = requeuePolicy.accelerated(Requeue.STALLED).dividedBy(2);
  }

  /** The refusal of an earlier call, if the same call would be refused again now. */
  Optional<ExecutionResult> latest(CopyTarget target, Instant now) {
    return Optional.ofNullable(byDestination.get(key(target)))
        .filter(refusal -> refusal.revision.equals(target.revision()))
        .filter(refusal -> refusal.until.isAfter(now))
        .map(Refusal::result);
  }

  /**
   * Records the result of a call. A source that EC2 did not find is read again, not the refusal.
   */
  void add(CopyTarget target, ExecutionResult result, Instant now) {
    if (result
        .failure()
        .filter(failure -> failure.terminal() && failure != ErrorClass.NOT_FOUND)
        .isPresent()) {
      byDestination.put(key(target), new Refusal(result, target.revision(), now.plus(pause)));
    }
  }

  /** Drops what is kept in memory for a deleted object. */
  void forget(String uid) {
    byDestination.keySet().removeIf(key -> key.startsWith(DecisionFreshness.partOf(uid, "")));
  }

  private static String key(CopyTarget target) {
    return DecisionFreshness.partOf(target.desired().uid(), target.destination().key().toString());
  }
}
