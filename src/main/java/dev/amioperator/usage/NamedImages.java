package dev.amioperator.usage;

import dev.amioperator.ec2.ImageReference;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images and snapshots that a Kubernetes object names: every id in any of its fields, so that
 * no path can be forgotten. Metadata is left out.
 */
final class NamedImages {
  private static final Pattern EC2_ID = Pattern.compile("\\b(?:ami|snap)-[0-9a-f]{8,17}\\b");

  private NamedImages() {}

  /** References by the object's kind, and by its name if it belongs to no namespace. */
  static List<ImageReference> of(GenericKubernetesResource object) {
    Set<String> ids = new HashSet<>();
    collect(object.getAdditionalProperties(), ids);
    // A policy's message names no object of another namespace.
    String name =
        object.getMetadata().getNamespace() == null
            ? object.getMetadata().getName()
            : "in a namespace of this cluster";
    return ids.stream().map(id -> new ImageReference(id, object.getKind(), name)).toList();
  }

  private static void collect(Object value, Set<String> ids) {
    switch (value) {
      case String text -> {
        Matcher found = EC2_ID.matcher(text);
        while (found.find()) {
          ids.add(found.group());
        }
      }
      case Map<?, ?> map -> map.values().forEach(field -> collect(field, ids));
      case Collection<?> list -> list.forEach(item -> collect(item, ids));
      case null, default -> {}
    }
  }
}
