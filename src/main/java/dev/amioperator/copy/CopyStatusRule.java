package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatusBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatusRegionStatusBuilder;
import dev.amioperator.api.v1alpha1.Condition;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Which changes of an AmiCopy's status share a write with what changes in other regions. Pure. */
final class CopyStatusRule {
  private CopyStatusRule() {}

  /** Not what is recorded before a call, what is to be deleted, and what changes the reason. */
  static boolean mayWait(AmiCopyStatus written, AmiCopyStatus next, Long generation) {
    return written != null
        && Objects.equals(written.observedGeneration(), generation)
        && reasons(written).equals(reasons(next))
        && recordedAhead(written).equals(recordedAhead(next));
  }

  private static Map<Condition.Type, String> reasons(AmiCopyStatus status) {
    return RegionStatusFactory.orEmpty(status.conditions()).stream()
        .collect(Collectors.toMap(Condition::type, c -> c.status() + "/" + c.reason()));
  }

  /** What has to be recorded before the next call of EC2. */
  private static AmiCopyStatus recordedAhead(AmiCopyStatus status) {
    return AmiCopyStatusBuilder.builder(status)
        .copies(null)
        .conditions(null)
        .regions(
            RegionStatusFactory.orEmpty(status.regions()).stream()
                .map(CopyStatusRule::recordedAhead)
                .toList())
        .build();
  }

  /** What a live or queued copy is may be found again in EC2, and by the queue. */
  private static RegionStatus recordedAhead(RegionStatus entry) {
    boolean lost =
        RegionStatusFactory.isFailed(entry)
            || RegionStatusFactory.DELETING.equals(entry.state())
            || RegionStatusFactory.GONE.equals(entry.state());
    return lost
        ? entry
        : AmiCopyStatusRegionStatusBuilder.builder(entry)
            .imageId(null)
            .state(null)
            .queuedSince(null)
            .estimatedEnd(null)
            .progress(null)
            .snapshots(null)
            .message(null)
            .requested(RegionStatusFactory.mayHaveCopies(entry))
            .build();
  }
}
