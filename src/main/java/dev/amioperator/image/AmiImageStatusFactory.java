package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AmiImageStatusBuilder;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.StatusFactory;
import dev.amioperator.reconcile.StatusUpdate;
import java.time.Instant;
import java.util.List;

/** Builds the status of an AmiImage: what EC2 shows of its image, and whether it is ready. */
final class AmiImageStatusFactory extends StatusFactory<AmiImageStatus> {
  private static final AmiImageStatus EMPTY = AmiImageStatusBuilder.builder().toStatus();

  private final AmiImage resource;
  private final RecordedImage recorded;

  AmiImageStatusFactory(AmiImage resource, Instant now) {
    super(resource, EMPTY, now);
    this.resource = resource;
    this.recorded = RecordedImage.of(resource);
  }

  AmiImage resource() {
    return resource;
  }

  RecordedImage recorded() {
    return recorded;
  }

  /** Whether the image was ready at the last reconcile, for the same spec. */
  boolean settled() {
    return observedCurrentSpec() && previousStatus.ready();
  }

  /** Whether the status records no EC2 call for the object yet. */
  boolean isEmpty() {
    return previousStatus.accountId() == null;
  }

  /**
   * Whether the status records no resource of the object in EC2. A name or a build is recorded
   * before the first call, so nothing was created or tagged then.
   */
  boolean recordsNothing() {
    return recorded.imageId().isEmpty()
        && recorded.imageName().isEmpty()
        && recorded.build().isEmpty()
        && recorded.snapshots().isEmpty();
  }

  @Override
  public StatusUpdate<AmiImageStatus> withReadyState(ReadyState readyState) {
    return update(previousStatus.accountId(), ImageStatusFields.of(previousStatus), readyState);
  }

  /** A status without an account was written before EC2 was ever queried. */
  @Override
  protected boolean describesCurrentSpec() {
    return previousStatus.accountId() != null && observedCurrentSpec();
  }

  /** The status with a snapshot ledger, written before a call that could orphan a snapshot. */
  StatusUpdate<AmiImageStatus> recordSnapshots(
      String accountId, List<SnapshotEntry> ledger, ReadyState readyState) {
    ImageStatusFields fields = ImageStatusFields.of(previousStatus).withSnapshots(ledger);
    return update(accountId, fields, readyState);
  }

  /** The status after EC2 was observed and a plan was executed. */
  StatusUpdate<AmiImageStatus> fromObservation(
      String accountId,
      DesiredImage desired,
      ObservedImage observed,
      CurrentImage currentImage,
      ExecutionResult result) {
    ReadyState readyState = result.readyState();
    if (refused(currentImage, result)) {
      return update(accountId, ImageStatusFields.of(previousStatus), readyState);
    }
    BuildStatus build =
        BuildProgress.of(desired, recorded, observed, currentImage, now())
            .map(latest -> BuildProgress.afterExecution(latest, result, now()))
            .orElse(null);
    AmiImageStatus status =
        new ObservedImageStatus(previousStatus, desired, recorded, observed, result)
            .fields(currentImage)
            .map(fields -> update(accountId, fields, readyState))
            .orElseGet(() -> withReadyState(readyState))
            .status();
    return new StatusUpdate<>(status.withBuild(build), readyState);
  }

  /** Whether the AwsAccount refuses what the object would create, adopt or observe. */
  private boolean refused(CurrentImage currentImage, ExecutionResult result) {
    return result.readyState().reason() == Reason.NotAllowed
        && !result.changed()
        && switch (currentImage) {
          case CurrentImage.None _ -> recordsNothing();
          case CurrentImage.Untagged _, CurrentImage.Pinned _ -> true;
          case CurrentImage.Owned _,
              CurrentImage.Failed _,
              CurrentImage.SourceMismatch _,
              CurrentImage.Unresolved _,
              CurrentImage.NotVisible _,
              CurrentImage.Gone _ ->
              false;
        };
  }

  private StatusUpdate<AmiImageStatus> update(
      String accountId, ImageStatusFields fields, ReadyState readyState) {
    return new StatusUpdate<>(
        new AmiImageStatus(
            generation(),
            accountId,
            fields.imageId(),
            fields.imageName(),
            fields.state(),
            emptyToNull(fields.snapshots()),
            emptyToNull(fields.managedTagKeys()),
            conditions(readyState),
            fields.newerImageId(),
            fields.previousImageId(),
            previousStatus.build(),
            emptyToNull(fields.managedFields())),
        readyState);
  }
}
