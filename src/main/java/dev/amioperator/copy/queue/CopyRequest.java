package dev.amioperator.copy.queue;

import dev.amioperator.ec2.AccountRegion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Request of an object for an image copy in an account and region.
 *
 * @param accountRegion the destination, with the AwsAccount whose credentials read it
 * @param part distinguishes requests of an object for the same destination, such as by source
 * @param queuedSince since when the object waits; kept in its status, so that no restart costs it
 *     its place
 * @param snapshots how many snapshots the source image has
 * @param sizeGib the size of these snapshots' volumes
 * @param completeWithin the duration of a time-based copy
 * @param quota the AwsAccount's limit of concurrent image copies
 */
public record CopyRequest(
    AccountRegion accountRegion,
    QueuedObject object,
    String part,
    Instant queuedSince,
    int snapshots,
    long sizeGib,
    Optional<Duration> completeWithin,
    int quota) {

  /** The identity of the request among those for the same destination. */
  String key() {
    return keyOf(object.uid(), part);
  }

  static String keyOf(String uid, String part) {
    return uid + "/" + part;
  }

  QueueDestination destination() {
    return QueueDestination.of(accountRegion);
  }

  CopyLoad load() {
    return CopyLoad.ofImage(snapshots);
  }
}
