package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.StatusFactory;
import dev.amioperator.reconcile.StatusUpdate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes the status of an AmiImage: what was seen, and how it stands. */
final class AmiImageStatusFactory extends StatusFactory<AmiImageStatus> {
  private static final AmiImageStatus EMPTY =
      new AmiImageStatus(null, null, null, null, null, null, null, null, null, null, null);

  private final AmiImage resource;

  AmiImageStatusFactory(AmiImage resource, Instant now) {
    super(resource, EMPTY, now);
    this.resource = resource;
  }

  AmiImage resource() {
    return resource;
  }

  /** Whether all was well at the last look, for the same spec. */
  boolean settled() {
    return observedCurrentSpec() && previousStatus.ready();
  }

  /** Whether nothing was done for the object yet, as far as the status knows. */
  boolean isEmpty() {
    return previousStatus.accountId() == null;
  }

  /** Nothing new is known of EC2: only the verdict changes. */
  @Override
  public StatusUpdate<AmiImageStatus> withReadyState(ReadyState readyState) {
    return new StatusUpdate<>(
        with(previousStatus.accountId(), previousFields(), readyState), readyState);
  }

  /** A status without an account was written before EC2 was ever asked. */
  @Override
  protected boolean describesCurrentSpec() {
    return previousStatus.accountId() != null && observedCurrentSpec();
  }

  /** The ledger is written down before anything that could orphan a snapshot. */
  StatusUpdate<AmiImageStatus> recordSnapshots(
      String accountId, List<SnapshotEntry> ledger, ReadyState readyState) {
    ImageFields imageFields =
        new ImageFields(
            previousStatus.imageId(),
            previousStatus.imageName(),
            previousStatus.state(),
            ledger,
            previousStatus.managedTagKeys());
    return new StatusUpdate<>(with(accountId, imageFields, readyState), readyState);
  }

  /** What was seen, and what follows from it. */
  StatusUpdate<AmiImageStatus> fromObservation(
      String accountId,
      DesiredImage desired,
      ObservedImage observed,
      CurrentImage currentImage,
      ExecutionResult executionResult) {
    return new StatusUpdate<>(
        of(accountId, desired, observed, currentImage, executionResult)
            .withBuild(
                BuildProgress.of(desired, observed, currentImage, now())
                    .map(build -> BuildProgress.afterExecution(build, executionResult, now()))
                    .orElse(null)),
        executionResult.readyState());
  }

  private AmiImageStatus of(
      String accountId,
      DesiredImage desired,
      ObservedImage observed,
      CurrentImage currentImage,
      ExecutionResult executionResult) {
    ReadyState readyState = executionResult.readyState();
    return switch (currentImage) {
      case CurrentImage.Owned(Image image, var others) ->
          with(
              accountId,
              currentFields(desired, observed, image, image.id(), executionResult),
              readyState);
      case CurrentImage.Untagged(Image image) -> {
        String id = idOfUntagged(desired, image);
        yield with(
            accountId, currentFields(desired, observed, image, id, executionResult), readyState);
      }
      case CurrentImage.Failed(Image image) ->
          with(accountId, failedFields(desired, observed, image), readyState);
      case CurrentImage.Pinned(Image image, var newer) ->
          pinnedStatus(accountId, image, newer, readyState);
      case CurrentImage.Unresolved unresolved -> with(accountId, ImageFields.EMPTY, readyState);
      case CurrentImage.Gone gone -> with(accountId, goneFields(executionResult), readyState);
      case CurrentImage.None none ->
          with(accountId, missingFields(desired, observed, executionResult), readyState);
      case CurrentImage.NotVisible notVisible -> withReadyState(readyState).status();
      case CurrentImage.SourceMismatch other -> withReadyState(readyState).status();
    };
  }

  /** The ledger without what went with a failed image: the next one is not to inherit it. */
  private List<SnapshotEntry> existingSnapshots(List<Snapshot> owned) {
    Set<String> ids = owned.stream().map(Snapshot::id).collect(Collectors.toSet());
    return Optional.ofNullable(previousStatus.snapshots()).orElse(List.of()).stream()
        .filter(entry -> ids.contains(entry.snapshotId()))
        .toList();
  }

  /** An image to be adopted is nobody's until it carries our tags; a deletion has to leave it. */
  private String idOfUntagged(DesiredImage desired, Image image) {
    return desired.source().observesOnly() ? image.id() : previousStatus.imageId();
  }

  private ImageFields currentFields(
      DesiredImage desired,
      ObservedImage observed,
      Image image,
      String imageId,
      ExecutionResult executionResult) {
    return desired.source().observesOnly()
        ? ImageFields.observedOnly(imageId, image)
        : new ImageFields(
            imageId,
            image.name(),
            image.state().value(),
            snapshotLedger(image, observed.snapshotsOf(image)),
            managedTagKeys(desired, executionResult));
  }

  private ImageFields failedFields(DesiredImage desired, ObservedImage observed, Image image) {
    return new ImageFields(
        desired.wasUsable(image) ? image.id() : null,
        desired.imageName(),
        image.state().value(),
        snapshotLedger(image, observed.ownedResources().snapshots()),
        previousStatus.managedTagKeys());
  }

  private ImageFields goneFields(ExecutionResult executionResult) {
    return new ImageFields(
        executionResult.createdImageId().orElse(previousStatus.imageId()),
        previousStatus.imageName(),
        previousStatus.imageId() == null || executionResult.createdImageId().isPresent()
            ? null
            : ImageEvents.GONE,
        previousStatus.snapshots(),
        previousStatus.managedTagKeys());
  }

  /** Until nothing is left of a failed image, the next one has to wait: its state stays. */
  private ImageFields missingFields(
      DesiredImage desired, ObservedImage observed, ExecutionResult executionResult) {
    boolean cleared = FailedImageCleanup.leftoverSnapshotIds(desired, observed).isEmpty();
    return new ImageFields(
        executionResult.createdImageId().orElse(null),
        desired.imageName(),
        cleared ? null : previousStatus.state(),
        cleared
            ? existingSnapshots(observed.ownedResources().snapshots())
            : previousStatus.snapshots(),
        previousStatus.managedTagKeys());
  }

  /** What the object stood for before is remembered once it follows to another image. */
  private AmiImageStatus pinnedStatus(
      String accountId, Image image, Optional<Image> newer, ReadyState readyState) {
    boolean followed =
        previousStatus.imageId() != null && !previousStatus.imageId().equals(image.id());
    return with(
        accountId,
        ImageFields.observedOnly(image.id(), image),
        newer.map(Image::id).orElse(null),
        followed ? previousStatus.imageId() : previousStatus.previousImageId(),
        readyState);
  }

  private List<SnapshotEntry> snapshotLedger(Image image, List<Snapshot> owned) {
    return SnapshotLedger.of(previousStatus.snapshots(), Optional.of(image), owned);
  }

  /** Keys that are still to be removed are remembered until they are. */
  private static List<String> managedTagKeys(
      DesiredImage desired, ExecutionResult executionResult) {
    Set<String> keys = new TreeSet<>(desired.attributes().tagKeysToRecord());
    if (executionResult.changed()) {
      keys.addAll(desired.attributes().managedTagKeys());
    }
    return List.copyOf(keys);
  }

  /**
   * What a status tells of the object's image; anything may be null.
   *
   * @param managedTagKeys the user's tag keys that are ours to remove
   */
  private record ImageFields(
      String imageId,
      String imageName,
      String state,
      List<SnapshotEntry> snapshots,
      List<String> managedTagKeys) {
    static final ImageFields EMPTY = new ImageFields(null, null, null, null, null);

    /** An image that others manage. */
    static ImageFields observedOnly(String imageId, Image image) {
      return new ImageFields(imageId, image.name(), image.state().value(), null, null);
    }
  }

  private ImageFields previousFields() {
    return new ImageFields(
        previousStatus.imageId(),
        previousStatus.imageName(),
        previousStatus.state(),
        previousStatus.snapshots(),
        previousStatus.managedTagKeys());
  }

  private AmiImageStatus with(String accountId, ImageFields imageFields, ReadyState readyState) {
    return with(
        accountId,
        imageFields,
        previousStatus.newerImageId(),
        previousStatus.previousImageId(),
        readyState);
  }

  private AmiImageStatus with(
      String accountId,
      ImageFields imageFields,
      String newerImageId,
      String previousImageId,
      ReadyState readyState) {
    return new AmiImageStatus(
        generation(),
        accountId,
        imageFields.imageId(),
        imageFields.imageName(),
        imageFields.state(),
        emptyToNull(imageFields.snapshots()),
        emptyToNull(imageFields.managedTagKeys()),
        conditions(readyState),
        newerImageId,
        previousImageId,
        previousStatus.build());
  }
}
