package dev.amioperator.copy;

import dev.amioperator.ec2.Snapshot;
import java.util.List;

/** How far a pending copy is. */
final class CopyProgress {
  private CopyProgress() {}

  /** In percent, over all snapshots by their size; 0 while EC2 shows none. */
  static int percent(List<Snapshot> snapshots) {
    long size = snapshots.stream().mapToLong(Snapshot::sizeGib).sum();
    long done = snapshots.stream().mapToLong(s -> s.sizeGib() * done(s)).sum();
    return size == 0 ? 0 : (int) (done / size);
  }

  private static int done(Snapshot snapshot) {
    return snapshot.state() == Snapshot.State.COMPLETED
        ? 100
        : Math.clamp(snapshot.progress(), 0, 100);
  }
}
