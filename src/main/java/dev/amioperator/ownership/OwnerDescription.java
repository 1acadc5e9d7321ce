package dev.amioperator.ownership;

import dev.amioperator.ec2.Image;
import java.util.Map;

/**
 * Describes whom an EC2 resource belongs to, for a message of an object. Objects of other
 * namespaces and clusters are not named: they may be other tenants'. Pure.
 */
public final class OwnerDescription {
  private OwnerDescription() {}

  /**
   * A predicate for a sentence that begins with the image's id.
   *
   * @param reader the object whose message it is
   */
  public static String of(Image image, Owner reader) {
    return TagKeys.managed(image.tags())
        ? of(image.tags(), reader)
        : "was not created by the operator";
  }

  /**
   * A predicate for a sentence that begins with the id of an EC2 resource, by its tags.
   *
   * @param reader the object whose message it is
   */
  static String of(Map<String, String> tags, Owner reader) {
    String resource = tags.getOrDefault(TagKeys.RESOURCE, "");
    String cluster = tags.getOrDefault(TagKeys.CLUSTER, "");
    if (!TagKeys.managed(tags)) {
      return "has no ownership tags";
    }
    if (cluster.isEmpty() || resource.isEmpty()) {
      return "lacks the tag " + (cluster.isEmpty() ? TagKeys.CLUSTER : TagKeys.RESOURCE);
    }
    if (!cluster.equals(reader.cluster().value())) {
      return "belongs to an object of the cluster " + cluster;
    }
    if (resource.equals(reader.resource())) {
      return "carries tags of this object, which were copied from another image";
    }
    return TaggedObject.parse(resource)
        .filter(object -> object.namespace().equals(reader.namespace()))
        .map(object -> "belongs to %s %s in this namespace".formatted(object.kind(), object.name()))
        .orElse("belongs to an object in another namespace");
  }
}
