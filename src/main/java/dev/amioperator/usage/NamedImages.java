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
 * The images that a Kubernetes object names: every image id in any of its fields, so that no path
 * can be forgotten. Metadata is left out.
 */
final class NamedImages {
  private static final Pattern IMAGE_ID = Pattern.compile("\\bami-[0-9a-f]{8,17}\\b");

  private NamedImages() {}

  /** References by the object's kind, and by its name if it belongs to no namespace. */
  static List<ImageReference> of(GenericKubernetesResource object) {
    Set<String> imageIds = new HashSet<>();
    collect(object.getAdditionalProperties(), imageIds);
    // A policy's message names no object of another namespace.
    String name =
        object.getMetadata().getNamespace() == null
            ? object.getMetadata().getName()
            : "in a namespace of this cluster";
    return imageIds.stream().map(id -> new ImageReference(id, object.getKind(), name)).toList();
  }

  private static void collect(Object value, Set<String> imageIds) {
    switch (value) {
      case String text -> {
        Matcher ids = IMAGE_ID.matcher(text);
        while (ids.find()) {
          imageIds.add(ids.group());
        }
      }
      case Map<?, ?> map -> map.values().forEach(field -> collect(field, imageIds));
      case Collection<?> list -> list.forEach(item -> collect(item, imageIds));
      case null, default -> {}
    }
  }
}
