package dev.amioperator.copy.queue;

import dev.amioperator.copy.queue.FairOrder.Shares;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * State of the image copies into an account and region at a time.
 *
 * @param quota the lowest of the AwsAccounts' limits of images
 * @param reserved the requests that may call CopyImage
 */
record QueueState(
    CopyLimit limit,
    int quota,
    List<CopyInFlight> inFlight,
    Collection<CopyRequest> reserved,
    List<CopyRequest> waiting,
    CopyDurations durations) {

  /** The copies in flight and reserved, by namespace and by object. */
  Shares shares() {
    Map<String, Integer> byNamespace = new HashMap<>();
    Map<String, Integer> byObject = new HashMap<>();
    for (CopyInFlight copy : inFlight) {
      copy.object().ifPresent(object -> byNamespace.merge(object.namespace(), 1, Integer::sum));
      byObject.merge(copy.uid(), 1, Integer::sum);
    }
    for (CopyRequest request : reserved) {
      byNamespace.merge(request.object().namespace(), 1, Integer::sum);
      byObject.merge(request.object().uid(), 1, Integer::sum);
    }
    return new Shares(byNamespace, byObject);
  }

  /** How many images EC2 is thought to copy at a time, for images such as those that wait. */
  int slots() {
    int snapshots = waiting.stream().mapToInt(CopyRequest::snapshots).sum();
    long bySnapshots =
        snapshots == 0
            ? Integer.MAX_VALUE
            : (long) limit.learned().snapshots() * waiting.size() / snapshots;
    return (int) Math.min(Math.min(quota, limit.learned().images()), Math.max(1, bySnapshots));
  }

  /**
   * The copies of this cluster whose end only their progress can tell; if there is any, all whose
   * progress was never read: the call is the same, and they would follow one by one.
   */
  List<CopyInFlight> unknownProgress(Instant now) {
    List<CopyInFlight> unknown =
        inFlight.stream().filter(copy -> copy.needsProgress(durations, now)).toList();
    return unknown.isEmpty()
        ? unknown
        : inFlight.stream()
            .filter(copy -> unknown.contains(copy) || copy.progressUnread())
            .toList();
  }

  CopyForecast forecast(Instant now) {
    return CopyForecast.of(
        new FairOrder(waiting, shares()), inFlight, reserved.size(), slots(), durations, now);
  }
}
