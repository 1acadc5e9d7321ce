package dev.amioperator.ownership;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import java.util.Map;
import java.util.Optional;

/**
 * EC2 resources of a region that objects of a namespace created, by their tags.
 *
 * <p>No spec can set these tags: their prefix is reserved, and it is dropped from copied tags. Tags
 * that were copied in EC2 do not count: the made-as tag has to name the resource itself, and EC2's
 * own description has to say that the snapshot was created with an image.
 */
public record NamespaceResources(ClusterId cluster, String namespace, AccountRegion accountRegion) {
  /** The resources of an object's namespace. */
  public static NamespaceResources of(Owner owner, AccountRegion accountRegion) {
    return new NamespaceResources(owner.cluster(), owner.namespace(), accountRegion);
  }

  /** Whether an object of the namespace created the image, or adopted it. */
  public boolean created(Image image) {
    return owns(image.tags())
        && image.ownerId().equals(accountRegion.accountId())
        && MadeAsTag.confirmedBy(image, accountRegion.region());
  }

  /** Whether EC2 created the snapshot with an image of the namespace. */
  public boolean created(Snapshot snapshot) {
    return owns(snapshot.tags())
        && snapshot.ownerId().equals(accountRegion.accountId())
        && MadeAsTag.confirmedBy(snapshot, accountRegion.region())
        && snapshot.createdFor().isPresent();
  }

  /** Whether tags name an object of another namespace of the cluster. */
  public boolean belongsToOther(Map<String, String> tags) {
    return cluster.value().equals(tags.get(TagKeys.CLUSTER))
        && object(tags).filter(object -> !object.namespace().equals(namespace)).isPresent();
  }

  /** Whether an instance builds an image of another namespace or another cluster. */
  public boolean buildsForOther(Map<String, String> instanceTags) {
    return belongsToOther(instanceTags)
        || TagKeys.BUILD_INSTANCE.equals(instanceTags.get(TagKeys.ROLE)) && !owns(instanceTags);
  }

  private boolean owns(Map<String, String> tags) {
    return cluster.value().equals(tags.get(TagKeys.CLUSTER))
        && object(tags).filter(object -> object.namespace().equals(namespace)).isPresent();
  }

  private static Optional<TaggedObject> object(Map<String, String> tags) {
    return Optional.ofNullable(tags.get(TagKeys.RESOURCE)).flatMap(TaggedObject::parse);
  }
}
