package dev.amioperator.copy;

import dev.amioperator.ec2.Snapshot;
import java.util.List;

/** Progress of a copy by the progress of its snapshots. Pure. */
final class SnapshotProgress {
  private SnapshotProgress() {}

  /** The percentage over all snapshots, weighted by size; 0 while EC2 lists none. */
  static int percent(List<Snapshot> snapshots) {
    long size = snapshots.stream().mapToLong(Snapshot::sizeGib).sum();
    long done = snapshots.stream().mapToLong(s -> s.sizeGib() * percent(s)).sum();
    return size == 0 ? 0 : (int) (done / size);
  }

  private static int percent(Snapshot snapshot) {
    boolean completed = snapshot.state() == Snapshot.State.COMPLETED;
    return completed ? 100 : Math.clamp(snapshot.progress(), 0, 100);
  }
}
