package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.MadeAs;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which images an AmiImage or AmiCopy stands for: by the tags that it gave them, or because it
 * names their id.
 *
 * @param cluster this cluster; only its objects can be known to be gone
 * @param namespaces those that the operator sees; empty: all
 * @param existingObjects the objects there are, as the tag {@value TagKeys#RESOURCE} writes them
 * @param deletingObjects those of them that are being deleted
 * @param objectByImageId image ids that objects name, with the object
 */
record DeclaredImages(
    ClusterId cluster,
    Set<String> namespaces,
    Set<String> existingObjects,
    Set<String> deletingObjects,
    Map<String, String> objectByImageId) {
  private static final Set<String> KINDS = Set.of("AmiImage", "AmiCopy");

  DeclaredImages {
    namespaces = Set.copyOf(namespaces);
    existingObjects = Set.copyOf(existingObjects);
    deletingObjects = Set.copyOf(deletingObjects);
    objectByImageId = Map.copyOf(objectByImageId);
  }

  static DeclaredImages of(
      ClusterId cluster,
      Set<String> namespaces,
      Collection<AmiImage> images,
      Collection<AmiCopy> copies) {
    Set<String> objects = new HashSet<>();
    Set<String> leaving = new HashSet<>();
    Map<String, String> named = new HashMap<>();
    Stream.<HasMetadata>concat(images.stream(), copies.stream())
        .forEach(
            object -> {
              String resource = Owner.of(cluster, object).resource();
              objects.add(resource);
              if (object.getMetadata().getDeletionTimestamp() != null) {
                leaving.add(resource);
              }
              referencedImageIds(object).forEach(id -> named.put(id, resource));
            });
    return new DeclaredImages(cluster, namespaces, objects, leaving, named);
  }

  /** Who stands for the image, in words; empty: nobody. */
  Optional<String> of(Image image, String region) {
    return Optional.ofNullable(objectByImageId.get(image.id()))
        .map(object -> displayName(object) + " names it.")
        .or(() -> withCopiedTags(image, region))
        .or(() -> declaredByTags(image.tags()));
  }

  /** The tags came with a copy: they neither say who made the image nor who may delete it. */
  private static Optional<String> withCopiedTags(Image image, String region) {
    return MadeAs.contradictedBy(image, region)
        ? Optional.of(
            "Its tag %s names another image: it was copied or restored with the tags of %s. Take the tags amioperator.dev/* off it to have policies look at it."
                .formatted(
                    TagKeys.MADE_AS,
                    displayName(image.tags().getOrDefault(TagKeys.RESOURCE, "others"))))
        : Optional.empty();
  }

  /** Whether the tags say that this cluster's operator made the image, or took it over. */
  boolean createdByOperator(Image image) {
    return cluster.value().equals(image.tags().get(TagKeys.CLUSTER))
        && image.tags().containsKey(TagKeys.RESOURCE);
  }

  private Optional<String> declaredByTags(Map<String, String> tags) {
    if (!TagKeys.managed(tags)) {
      return Optional.empty();
    }
    String itsCluster = tags.get(TagKeys.CLUSTER);
    String resource = tags.get(TagKeys.RESOURCE);
    if (itsCluster == null || resource == null) {
      return Optional.of(
          "One of its tags %s and %s is missing: whose it is cannot be told."
              .formatted(TagKeys.CLUSTER, TagKeys.RESOURCE));
    }
    if (!itsCluster.equals(cluster.value())) {
      return Optional.of(
          "%s of the cluster %s made it.".formatted(displayName(resource), itsCluster));
    }
    if (notWatched(resource)) {
      return Optional.of(
          "%s made it, which cannot be seen from here.".formatted(displayName(resource)));
    }
    return Optional.of(resource)
        .filter(existingObjects::contains)
        .filter(object -> !Owner.Role.SUPERSEDED.matches(tags) || deletingObjects.contains(object))
        .map(
            object ->
                displayName(object)
                    + (deletingObjects.contains(object)
                        ? " is going, and takes it along."
                        : " made it."));
  }

  /** An object whose absence from the caches proves nothing: only what is watched is missed. */
  private boolean notWatched(String resource) {
    String[] parts = resource.split("/", 3);
    return parts.length != 3
        || !KINDS.contains(parts[0])
        || !(namespaces.isEmpty() || namespaces.contains(parts[1]));
  }

  private static String displayName(String resource) {
    return resource.replaceFirst("/", " ");
  }

  /** The ids that an object names in spec or status; superseded copies are not named. */
  private static Stream<String> referencedImageIds(HasMetadata object) {
    return switch (object) {
      case AmiImage image -> idsInAmiImage(image);
      case AmiCopy copy -> idsInAmiCopy(copy);
      default -> throw new IllegalArgumentException("neither AmiImage nor AmiCopy: " + object);
    };
  }

  private static Stream<String> idsInAmiImage(AmiImage image) {
    Stream<String> spec =
        Stream.ofNullable(image.getSpec().source().existing())
            .flatMap(existing -> Stream.ofNullable(existing.imageId()));
    return Stream.concat(
        spec, Optional.ofNullable(image.getStatus()).map(AmiImageStatus::imageId).stream());
  }

  private static Stream<String> idsInAmiCopy(AmiCopy copy) {
    Stream<String> source = Optional.ofNullable(copy.getSpec().source().imageId()).stream();
    Optional<AmiCopyStatus> status = Optional.ofNullable(copy.getStatus());
    Stream<String> regions =
        status.map(AmiCopyStatus::regions).orElse(List.of()).stream()
            .flatMap(region -> Optional.ofNullable(region.imageId()).stream());
    return Stream.of(source, status.map(AmiCopyStatus::sourceImageId).stream(), regions)
        .flatMap(ids -> ids);
  }
}
