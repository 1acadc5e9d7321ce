package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Progress;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;

/** How far the evaluation of a policy's images is, for {@code status.progress}. */
final class EvaluationProgress {
  /** Each shown progress is a write of the status: at most this many in an evaluation. */
  private static final int STEPS = 50;

  private EvaluationProgress() {}

  /** The progress, rounded down to a step. */
  static Progress of(int images, UsageReads reads) {
    int step = Math.ceilDiv(reads.candidates(), STEPS);
    int known = reads.known() / step * step;
    return new Progress(
        images,
        images - reads.candidates() + known,
        reads.candidates(),
        known,
        100L * known / reads.candidates() + "%");
  }

  static ReadyState readyState(Progress progress, UsageReads reads) {
    return new ReadyState.Reconciling(
        Reason.Observing,
        ("%d of %d images are decided so far. EC2 is being queried for what uses the others: %d of"
                + " %d images that no other rule keeps are known.")
            .formatted(
                progress.decided(),
                progress.images(),
                progress.usageKnown(),
                progress.candidates()),
        reads.unknown() > UsageReads.AT_ONCE ? Requeue.USAGE_PENDING : Requeue.OBSERVATION_PENDING);
  }
}
