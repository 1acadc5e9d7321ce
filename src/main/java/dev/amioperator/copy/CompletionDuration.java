package dev.amioperator.copy;

import dev.amioperator.ec2.Snapshot;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Checks the duration of a time-based copy against EC2's throughput. Pure. */
final class CompletionDuration {
  /** EBS's quota for a snapshot of a time-based copy, which AWS does not raise. */
  private static final long MIB_PER_SECOND = 500;

  /** Durations are multiples of it. */
  private static final long STEP_MINUTES = 15;

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private CompletionDuration() {}

  /** Stalled if EC2 cannot copy a snapshot of the source in the duration that the spec demands. */
  static Optional<ReadyState> refusal(
      DesiredDestination destination, Collection<Snapshot> snapshots) {
    return destination
        .completeWithin()
        .flatMap(
            within ->
                snapshots.stream()
                    .filter(snapshot -> snapshot.dataBytes().isPresent())
                    .max(Comparator.comparing(snapshot -> snapshot.dataBytes().get()))
                    .filter(snapshot -> minutes(snapshot.dataBytes().get()) > within.toMinutes())
                    .map(snapshot -> tooShort(destination, within, snapshot)));
  }

  /** The shortest duration in which EC2 can copy a snapshot with this much data. */
  private static long minutes(long bytes) {
    long seconds = Math.ceilDiv(bytes, MIB * MIB_PER_SECOND);
    return Math.ceilDiv(seconds, STEP_MINUTES * 60) * STEP_MINUTES;
  }

  private static ReadyState tooShort(
      DesiredDestination destination, Duration within, Snapshot snapshot) {
    long bytes = snapshot.dataBytes().get();
    return new ReadyState.Stalled(
        Reason.Rejected,
        ("completeWithin of the destination %s: %s has %d GiB of data, which EC2 cannot copy within"
                + " %d minutes, at %d MiB/s for each snapshot. Set completeWithin to at least %dm, or"
                + " remove it for a copy without a promise.")
            .formatted(
                destination.key(),
                snapshot.id(),
                Math.ceilDiv(bytes, GIB),
                within.toMinutes(),
                MIB_PER_SECOND,
                minutes(bytes)));
  }
}
