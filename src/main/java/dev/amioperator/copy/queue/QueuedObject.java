package dev.amioperator.copy.queue;

import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/**
 * Kubernetes object that requests image copies.
 *
 * @param owner the object in the notation of its EC2 tags
 * @param id its namespace and name
 */
public record QueuedObject(Owner owner, ResourceID id, String uid) {
  public static QueuedObject of(ClusterId cluster, HasMetadata object) {
    return new QueuedObject(
        Owner.of(cluster, object), ResourceID.fromResource(object), object.getMetadata().getUid());
  }

  String namespace() {
    return id.getNamespace().orElse("");
  }
}
