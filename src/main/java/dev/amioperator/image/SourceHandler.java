package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.observer.OwnedResources;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everything that the source of an AmiImage decides. Pure.
 *
 * <p>A new source is a handler, a line in {@link #of}, and its schema.
 */
sealed interface SourceHandler
    permits InstanceSourceHandler,
        SnapshotSourceHandler,
        ObjectStorageSourceHandler,
        InstanceStoreSourceHandler,
        ExistingSourceHandler,
        BuildSourceHandler {
  /** The handler of the only member that a source has. */
  static SourceHandler of(ImageSource source) {
    return Stream.of(
            handler(source.instance(), InstanceSourceHandler::new),
            handler(source.snapshot(), SnapshotSourceHandler::new),
            handler(source.objectStorage(), ObjectStorageSourceHandler::new),
            handler(source.instanceStore(), InstanceStoreSourceHandler::new),
            handler(source.existing(), ExistingSourceHandler::new),
            handler(source.build(), BuildSourceHandler::new))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }

  private static <T> Optional<SourceHandler> handler(T member, Function<T, SourceHandler> handler) {
    return Optional.ofNullable(member).map(handler);
  }

  /** The EC2 call that makes the image; empty if no single call does. */
  Optional<AwsAction> createAction(DesiredImage desired);

  /** Whether an image that was deregistered by others is made again without being asked. */
  default boolean recreatable() {
    return false;
  }

  /** What may have changed since the image was made, as the subject of a sentence. */
  default String contentDescription() {
    return "The source";
  }

  /** The user's snapshots that the operator owns from now on. */
  default List<String> handedOverSnapshots() {
    return List.of();
  }

  /** The snapshots that are to carry the object's tags, as its image already does. */
  default List<String> snapshotsToTakeOver(OwnedResources ownedResources) {
    return handedOverSnapshots();
  }

  /** The build, if the image is made of a build instance. */
  default Optional<BuildSource> build() {
    return Optional.empty();
  }

  /** Whether EC2 is to make the image; otherwise it exists already. */
  default boolean createsImage() {
    return true;
  }

  /** Whether an image that exists already becomes the object's own. */
  default boolean adopts() {
    return false;
  }

  /** Whether the object only reads an image that others manage. */
  default boolean observesOnly() {
    return false;
  }

  /** The id of an image that the spec itself names. */
  default Optional<String> imageId() {
    return Optional.empty();
  }

  /** Whether a lookup or an SSM parameter finds the image. */
  default boolean usesLookup() {
    return false;
  }

  /** Whether another image that is found replaces the image found before. */
  default boolean followsNewest() {
    return false;
  }

  /** The image that the lookup or the SSM parameter names now; empty if there is neither. */
  default Optional<ResolvedImage> resolve(ImageResolver resolver) {
    return Optional.empty();
  }

  /** The deletion policy of a spec that has none. */
  default DeletionPolicy defaultDeletionPolicy() {
    return DeletionPolicy.DELETE;
  }
}
