package dev.amioperator.ownership;

import dev.amioperator.ec2.Image;

/**
 * Describes whom an image belongs to, for a message of an object. Objects of other namespaces and
 * clusters are not named: they may be other tenants'. Pure.
 */
public final class OwnerDescription {
  private OwnerDescription() {}

  /**
   * A predicate for a sentence that begins with the image's id.
   *
   * @param reader the object whose message it is
   */
  public static String of(Image image, Owner reader) {
    String resource = image.tags().getOrDefault(TagKeys.RESOURCE, "");
    String cluster = image.tags().getOrDefault(TagKeys.CLUSTER, "");
    if (!TagKeys.managed(image.tags())) {
      return "was not created by the operator";
    }
    if (!cluster.equals(reader.cluster().value())) {
      return "belongs to an object of another cluster";
    }
    if (resource.equals(reader.resource())) {
      return "carries tags of this object, which were copied from another image";
    }
    return TaggedObject.parse(resource)
        .filter(object -> object.namespace().equals(namespaceOf(reader)))
        .map(object -> "belongs to %s %s in this namespace".formatted(object.kind(), object.name()))
        .orElse("belongs to an object in another namespace");
  }

  private static String namespaceOf(Owner owner) {
    return TaggedObject.parse(owner.resource()).map(TaggedObject::namespace).orElse("");
  }
}
