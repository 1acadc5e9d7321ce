package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.MadeAsTag;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.ownership.TaggedObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images that AmiImages and AmiCopies represent, by the images' tags or by ids that they name
 * and may use.
 *
 * @param cluster this cluster; only its objects can be proven deleted
 * @param namespaces those that the operator watches; empty: all
 * @param existingObjects the existing objects, in the form of the tag {@value TagKeys#RESOURCE}
 * @param deletingObjects the existing objects that are being deleted with their images
 * @param namedImages the declarations of images by id
 */
record DeclaredImages(
    ClusterId cluster,
    Set<String> namespaces,
    Set<String> existingObjects,
    Set<String> deletingObjects,
    Map<String, List<ImageDeclaration>> namedImages) {
  private static final Set<String> KINDS = Set.of("AmiImage", "AmiCopy");

  DeclaredImages {
    namespaces = Set.copyOf(namespaces);
    existingObjects = Set.copyOf(existingObjects);
    deletingObjects = Set.copyOf(deletingObjects);
    namedImages = Map.copyOf(namedImages);
  }

  static DeclaredImages of(
      ClusterId cluster,
      Set<String> namespaces,
      Collection<AmiImage> images,
      Collection<AmiCopy> copies,
      ImageDeclaration.PermittedAccounts accounts) {
    Set<String> existing = new HashSet<>();
    Set<String> deleting = new HashSet<>();
    List<ImageDeclaration> named = new ArrayList<>();
    Stream.<HasMetadata>concat(images.stream(), copies.stream())
        .forEach(
            object -> {
              String resource = Owner.of(cluster, object).resource();
              existing.add(resource);
              if (object.getMetadata().getDeletionTimestamp() != null && !releases(object)) {
                deleting.add(resource);
              }
              ImageDeclaration.of(cluster, object, accounts).forEach(named::add);
            });
    return new DeclaredImages(
        cluster,
        namespaces,
        existing,
        deleting,
        named.stream().collect(Collectors.groupingBy(ImageDeclaration::imageId)));
  }

  private static boolean releases(HasMetadata object) {
    return DeletionPolicy.RELEASE
        == switch (object) {
          case AmiImage image -> image.getSpec().deletionPolicy();
          case AmiCopy copy -> copy.getSpec().deletionPolicy();
          default -> null;
        };
  }

  /**
   * How an AmiImage or AmiCopy represents the image; empty: none does.
   *
   * @param reader the namespace in which the message is shown: it names no object of another
   */
  Optional<String> declaredBy(Image image, String region, String reader) {
    return namedImages.getOrDefault(image.id(), List.of()).stream()
        .filter(declaration -> declaration.entitledTo(image, region))
        .findFirst()
        .map(ImageDeclaration::owner)
        .map(owner -> TaggedObject.nameFor(reader, owner.resource()) + " references it.")
        .or(() -> withCopiedTags(image, region))
        .or(() -> declaredByTags(image.tags(), reader));
  }

  /** Tags that came with a copy prove neither who created the image nor who may delete it. */
  private static Optional<String> withCopiedTags(Image image, String region) {
    return MadeAsTag.contradictedBy(image, region)
        ? Optional.of(
            ("Its tag %s names another image: it was copied or restored with that image's tags."
                    + " Remove its tags amioperator.dev/* to let policies evaluate it.")
                .formatted(TagKeys.MADE_AS))
        : Optional.empty();
  }

  private Optional<String> declaredByTags(Map<String, String> tags, String reader) {
    if (!TagKeys.managed(tags)) {
      return Optional.empty();
    }
    String owningCluster = tags.get(TagKeys.CLUSTER);
    String resource = tags.get(TagKeys.RESOURCE);
    if (owningCluster == null || resource == null) {
      return Optional.of(
          "Its tag %s or %s is missing, so its owner is unknown."
              .formatted(TagKeys.CLUSTER, TagKeys.RESOURCE));
    }
    if (!owningCluster.equals(cluster.value())) {
      return Optional.of("An object of the cluster %s created it.".formatted(owningCluster));
    }
    String name = TaggedObject.nameFor(reader, resource);
    if (notWatched(resource)) {
      return Optional.of(name + " created it, and this operator does not watch that object.");
    }
    boolean deleting = deletingObjects.contains(resource);
    return existingObjects.contains(resource) && (deleting || !Owner.Role.SUPERSEDED.matches(tags))
        ? Optional.of(
            name + (deleting ? " is being deleted, and the image with it." : " created it."))
        : Optional.empty();
  }

  /** Whether an object in a tag is of a kind that this operator owns snapshots for. */
  boolean knowsKindOf(String resource) {
    return TaggedObject.parse(resource).filter(object -> KINDS.contains(object.kind())).isPresent();
  }

  /** Whether the object's absence from the informer caches proves nothing. */
  private boolean notWatched(String resource) {
    return TaggedObject.parse(resource)
        .filter(object -> KINDS.contains(object.kind()))
        .filter(object -> namespaces.isEmpty() || namespaces.contains(object.namespace()))
        .isEmpty();
  }
}
