package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.deletion.FinalizerPlanner;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the removal of the copies of a region asks for, and why it waits. Pure. */
final class RegionRemoval {
  private RegionRemoval() {}

  /** A region that may have copies is never forgotten because it does not answer. */
  static ReadyState unreachable(RegionStatus entry, ObservationPendingException failure) {
    return switch (failure.readyState()) {
      case ReadyState.Blocked(Reason reason, String message, Duration requeueAfter) ->
          new ReadyState.Blocked(reason, message + keptUntilAnswer(entry), requeueAfter);
      case ReadyState.Stalled(Reason reason, String message) ->
          new ReadyState.Stalled(reason, message + keptUntilAnswer(entry));
      case ReadyState.Reconciling reconciling -> reconciling;
      case ReadyState.Ready ready -> ready;
    };
  }

  private static String keptUntilAnswer(RegionStatus entry) {
    return (" %s may still exist in %s and is deleted when EC2 answers there again. To leave it in"
            + " EC2, delete this AmiCopy with the annotation %s; created again, it finds its other"
            + " copies by their tags.")
        .formatted(RegionStatusFactory.describe(entry), entry.region(), Annotations.ABANDON_TRUE);
  }

  /**
   * The request to remove the copies of an entry. A recorded image id is the answer of the last
   * CopyImage: its name alone is looked for only where a call may have been made without an answer.
   */
  static FinalizerPlanner.Request request(DesiredCopy desired, RegionStatus entry) {
    return new FinalizerPlanner.Request(
        desired.owner(),
        RegionLedger.imageIds(entry),
        Optional.ofNullable(entry.imageName()).filter(_ -> entry.imageId() == null),
        true,
        RegionLedger.of(entry),
        List.of(),
        desired.deletionPolicy(),
        desired.deletionGuard(),
        protection(desired, entry));
  }

  /** The protection that the object manages, by the record of a destination that left the spec. */
  private static Optional<Image.DeregistrationProtection> protection(
      DesiredCopy desired, RegionStatus entry) {
    DestinationKey key = RecordedCopy.key(entry);
    return desired.keys().contains(key)
        ? desired.protection(key)
        : RegionStatusFactory.managedProtection(entry);
  }
}
