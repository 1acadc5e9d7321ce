package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.StatusFactory;
import dev.amioperator.reconcile.StatusUpdate;
import java.time.Instant;
import java.util.List;

/** Makes the status of an AmiImage: what EC2 shows of it, and whether it is ready. */
final class AmiImageStatusFactory extends StatusFactory<AmiImageStatus> {
  private static final AmiImageStatus EMPTY =
      new AmiImageStatus(null, null, null, null, null, null, null, null, null, null, null);

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

  /** Whether nothing was done for the object yet, as far as the status knows. */
  boolean isEmpty() {
    return previousStatus.accountId() == null;
  }

  /** Nothing new is known of EC2: only the conditions change. */
  @Override
  public StatusUpdate<AmiImageStatus> withReadyState(ReadyState readyState) {
    return new StatusUpdate<>(
        status(previousStatus.accountId(), ImageStatusFields.of(previousStatus), readyState),
        readyState);
  }

  /** A status without an account was written before EC2 was ever asked. */
  @Override
  protected boolean describesCurrentSpec() {
    return previousStatus.accountId() != null && observedCurrentSpec();
  }

  /** The ledger is written down before any call that could orphan a snapshot. */
  StatusUpdate<AmiImageStatus> recordSnapshots(
      String accountId, List<SnapshotEntry> ledger, ReadyState readyState) {
    ImageStatusFields fields = ImageStatusFields.of(previousStatus).withSnapshots(ledger);
    return new StatusUpdate<>(status(accountId, fields, readyState), readyState);
  }

  /** The status after EC2 was observed, and a plan was executed. */
  StatusUpdate<AmiImageStatus> fromObservation(
      String accountId,
      DesiredImage desired,
      ObservedImage observed,
      CurrentImage currentImage,
      ExecutionResult executionResult) {
    ReadyState readyState = executionResult.readyState();
    AmiImageStatus status =
        new ObservedImageStatus(previousStatus, desired, recorded, observed, executionResult)
            .fields(currentImage)
            .map(fields -> status(accountId, fields, readyState))
            .orElseGet(() -> withReadyState(readyState).status());
    return new StatusUpdate<>(
        status.withBuild(
            BuildProgress.of(desired, recorded, observed, currentImage, now())
                .map(build -> BuildProgress.afterExecution(build, executionResult, now()))
                .orElse(null)),
        readyState);
  }

  private AmiImageStatus status(String accountId, ImageStatusFields fields, ReadyState readyState) {
    return new AmiImageStatus(
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
        previousStatus.build());
  }
}
