package dev.amioperator.retention;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.amioperator.api.v1alpha1.ResourceKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which objects of a namespace name others, by {@code imageRef} or by the id of an image.
 *
 * @param byName the objects that name an AmiImage, by its name
 * @param byImageId the objects that name an image, by its id
 */
record ObjectReferences(
    Map<String, List<RetainedObject>> byName, Map<String, List<RetainedObject>> byImageId) {

  static ObjectReferences of(Collection<RetainedObject> objects) {
    Map<String, List<RetainedObject>> byName =
        objects.stream()
            .filter(object -> object.imageRef().isPresent())
            .collect(groupingBy(object -> object.imageRef().orElseThrow(), toList()));
    Map<String, List<RetainedObject>> byImageId = new HashMap<>();
    objects.forEach(
        object ->
            object
                .namedImageIds()
                .forEach(id -> byImageId.computeIfAbsent(id, _ -> new ArrayList<>()).add(object)));
    return new ObjectReferences(byName, byImageId);
  }

  /** The kind and name of an object that names this one; empty: none does. */
  Optional<String> to(RetainedObject object) {
    Stream<RetainedObject> named =
        object.kind() == ResourceKind.AMI_IMAGE
            ? byName.getOrDefault(object.name(), List.of()).stream()
            : Stream.of();
    Stream<RetainedObject> imagesNamed =
        object.images().stream()
            .flatMap(image -> byImageId.getOrDefault(image.imageId(), List.of()).stream());
    return Stream.concat(named, imagesNamed)
        .filter(other -> !other.uid().equals(object.uid()))
        .map(RetainedObject::title)
        .min(Comparator.naturalOrder());
  }
}
