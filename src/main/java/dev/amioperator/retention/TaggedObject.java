package dev.amioperator.retention;

import dev.amioperator.ownership.TagKeys;
import java.util.Optional;

/** The Kubernetes object in an image's tag {@value TagKeys#RESOURCE}. */
record TaggedObject(String kind, String namespace, String name) {

  /** The object in a tag's value; empty for a value in another form. */
  static Optional<TaggedObject> parse(String resource) {
    String[] parts = resource.split("/", 3);
    return parts.length == 3
        ? Optional.of(new TaggedObject(parts[0], parts[1], parts[2]))
        : Optional.empty();
  }

  /**
   * The object's name in a message, at the start of a sentence: kind and name only for readers of
   * its own namespace.
   *
   * @param resource a tag's value
   * @param reader the namespace in which the message is shown
   */
  static String nameFor(String reader, String resource) {
    return parse(resource)
        .map(
            object ->
                object.namespace.equals(reader)
                    ? "%s %s/%s".formatted(object.kind, object.namespace, object.name)
                    : "An object of another namespace")
        .orElse("An unknown object");
  }
}
