package dev.amioperator.image;

import dev.amioperator.account.SourceAllowlist;
import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Decisions that depend on the source of an AmiImage. Pure. A new source needs a handler, a line in
 * {@link #of}, and its schema.
 */
sealed interface SourceHandler
    permits InstanceSourceHandler,
        SnapshotSourceHandler,
        ObjectStorageSourceHandler,
        InstanceStoreSourceHandler,
        ExistingSourceHandler,
        BuildSourceHandler {
  /** The handler of the only source that is set. */
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

  /** The EC2 call that creates the image; empty if no single call does. */
  default Optional<AwsAction> createAction(DesiredImage desired) {
    return Optional.empty();
  }

  /** What EC2 shows of the source, before the image is created from it. */
  default ObservedImageSource observe(ObservationSession session) {
    return ObservedImageSource.NOT_OBSERVED;
  }

  /**
   * Why EC2 cannot create the image from its source, if so.
   *
   * @param readAt when the source was read from EC2
   * @param grace how long EC2 may hide a source that was just created
   */
  default Optional<ReadyState> creationObstacle(
      ObservedImageSource observed, Instant readAt, Duration grace) {
    return Optional.empty();
  }

  /**
   * Why the AwsAccount does not allow to create the image from its source, if so.
   *
   * @param claim what objects of the object's namespace created
   */
  default Optional<ReadyState> refusal(
      SourceAllowlist allowlist, NamespaceResources claim, ObservedImageSource observed) {
    return Optional.empty();
  }

  /** Whether an image deregistered outside the operator is recreated without a request. */
  default boolean recreatable() {
    return false;
  }

  /** Content that may have changed since the image was created, as the subject of a sentence. */
  default String contentDescription() {
    return "The source";
  }

  /** The user's snapshots that are handed over to the operator. */
  default List<String> handedOverSnapshots() {
    return List.of();
  }

  /** The snapshots of the tagged image that need the object's tags too. */
  default List<String> snapshotsToTakeOver(OwnedResources ownedResources) {
    return handedOverSnapshots();
  }

  /** The build source, if the image is created from a build instance. */
  default Optional<BuildSource> build() {
    return Optional.empty();
  }

  /** Whether EC2 has to create the image; otherwise it exists already. */
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

  /** The SSM parameter that names the image. */
  default Optional<String> parameter() {
    return Optional.empty();
  }

  /** Whether a lookup or an SSM parameter finds the image. */
  default boolean usesLookup() {
    return lookupField().isPresent();
  }

  /** The field of the spec with the lookup or the SSM parameter that finds the image. */
  default Optional<String> lookupField() {
    return Optional.empty();
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
