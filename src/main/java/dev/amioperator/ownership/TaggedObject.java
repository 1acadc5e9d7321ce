package dev.amioperator.ownership;

import java.util.Optional;

/** The Kubernetes object in the tag {@value TagKeys#RESOURCE} of an EC2 resource. */
public record TaggedObject(String kind, String namespace, String name) {

  /** The object in a tag's value; empty for a value in another form. */
  public static Optional<TaggedObject> parse(String resource) {
    String[] parts = resource.split("/", -1);
    return parts.length == 3
        ? Optional.of(new TaggedObject(parts[0], parts[1], parts[2]))
        : Optional.empty();
  }

  /**
   * The object's name at the start of a sentence; not shown to readers of other namespaces.
   *
   * @param resource a tag's value
   * @param reader the namespace in which the message is shown
   */
  public static String nameFor(String reader, String resource) {
    return parse(resource)
        .map(
            object ->
                object.namespace.equals(reader)
                    ? "%s %s/%s".formatted(object.kind, object.namespace, object.name)
                    : "An object of another namespace")
        .orElse("An unknown object");
  }
}
