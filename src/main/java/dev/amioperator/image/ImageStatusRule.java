package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AmiImageStatusBuilder;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Which changes of an AmiImage's status may be written a few seconds later. Pure. */
final class ImageStatusRule {
  private static final Set<Optional<String>> CREATING =
      Set.of(Optional.of(Reason.Progressing.name()), Optional.of(Reason.ImagePending.name()));

  private ImageStatusRule() {}

  /**
   * The first reads, which take a second if EC2 answers, and an image that EC2 is creating: its
   * name and tags, which find it again, are recorded before the call. Most are available soon.
   */
  static boolean mayWait(AmiImageStatus written, AmiImageStatus next, Long generation) {
    return firstReads(written, next)
        || written != null
            && Objects.equals(written.observedGeneration(), generation)
            && creating(written, next);
  }

  private static boolean firstReads(AmiImageStatus written, AmiImageStatus next) {
    return (written == null || written.conditions() == null)
        && next.accountId() == null
        && reason(next).equals(Optional.of(Reason.Observing.name()));
  }

  private static boolean creating(AmiImageStatus written, AmiImageStatus next) {
    return CREATING.contains(reason(written))
        && CREATING.contains(reason(next))
        && (written.imageId() == null || written.imageId().equals(next.imageId()))
        && ofOtherSteps(written).equals(ofOtherSteps(next));
  }

  /** What does not follow from the image that is being created: also what goes with it. */
  private static AmiImageStatus ofOtherSteps(AmiImageStatus status) {
    return AmiImageStatusBuilder.builder(status)
        .imageId(null)
        .state(null)
        .snapshots(created(status))
        .managedTagKeys(null)
        .managedFields(null)
        .conditions(null)
        .toStatus();
  }

  private static List<SnapshotEntry> created(AmiImageStatus status) {
    return Optional.ofNullable(status.snapshots()).stream()
        .flatMap(List::stream)
        .filter(entry -> entry.origin() == SnapshotEntry.Origin.CREATED)
        .toList();
  }

  private static Optional<String> reason(AmiImageStatus status) {
    return Optional.ofNullable(status.conditions()).stream()
        .flatMap(List::stream)
        .filter(condition -> condition.type() == Condition.Type.READY)
        .map(Condition::reason)
        .findFirst();
  }
}
