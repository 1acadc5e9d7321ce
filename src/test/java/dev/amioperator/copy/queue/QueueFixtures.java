package dev.amioperator.copy.queue;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.PendingCopy;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Requests and images for tests of the copy queue. */
final class QueueFixtures {
  static final ClusterId CLUSTER = new ClusterId("c1");
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final AccountRegion DESTINATION =
      new AccountRegion("default", "123456789012", "us-east-1");
  static final CopyQueueIntervals INTERVALS = CopyQueueIntervals.DEFAULT;

  private QueueFixtures() {}

  static CopyRequest request(String namespace, String name, Instant since) {
    return request(namespace, name, "", since, 1, 8);
  }

  static CopyRequest request(
      String namespace, String name, String part, Instant since, int snapshots, long sizeGib) {
    return request(namespace, name, part, since, snapshots, sizeGib, 300);
  }

  static CopyRequest request(
      String namespace,
      String name,
      String part,
      Instant since,
      int snapshots,
      long sizeGib,
      int quota) {
    return new CopyRequest(
        DESTINATION,
        object(namespace, name),
        part,
        since,
        snapshots,
        sizeGib,
        Optional.empty(),
        quota);
  }

  static QueuedObject object(String namespace, String name) {
    return new QueuedObject(
        new Owner(CLUSTER, "AmiCopy/%s/%s".formatted(namespace, name)),
        new ResourceID(name, namespace),
        "uid-of-" + namespace + "-" + name);
  }

  /** A pending copy of another cluster. */
  static PendingCopy foreign(String imageId, int snapshots) {
    return new PendingCopy(imageId, Map.of(), snapshots, 8L * snapshots, Optional.empty());
  }

  /** A pending copy of an object of this cluster. */
  static PendingCopy own(String imageId, String namespace, String name, Instant created) {
    return new PendingCopy(
        imageId,
        Map.of(
            TagKeys.CLUSTER,
            CLUSTER.value(),
            TagKeys.RESOURCE,
            "AmiCopy/%s/%s".formatted(namespace, name)),
        1,
        8,
        Optional.of(created));
  }

  static Ec2CallException quota(String message) {
    return new Ec2CallException(
        ErrorClass.QUOTA, "CopyImage", "ResourceLimitExceeded", message, null);
  }

  static Ec2CallException failure(ErrorClass errorClass) {
    return new Ec2CallException(errorClass, "CopyImage", "Code", "message", null);
  }
}
