package dev.amioperator.bench;

import java.time.Duration;

/**
 * AmiCopies of a run, and the EC2 quotas that limit their copies in flight.
 *
 * @param label name of the run, such as {@code images=20}
 * @param amiCopies number of AmiCopies, half of them in each namespace
 * @param regions number of destination regions of each AmiCopy
 * @param imageQuota image copies in flight that EC2 allows per region
 * @param snapshotQuota snapshot copies in flight that EC2 allows per region; 0 for no such limit
 * @param sizeGib size of each of the two snapshots of a source image
 * @param shared whether the AmiCopies declare launch permissions, snapshots included
 */
record CopyLoad(
    String label,
    int amiCopies,
    int regions,
    int imageQuota,
    int snapshotQuota,
    int sizeGib,
    boolean shared) {
  static final int SNAPSHOTS_PER_IMAGE = 2;

  /** Fixed duration of a copy in the simulator, and its throughput. */
  static final Duration OVERHEAD = Duration.ofSeconds(30);

  static final int MIB_PER_SECOND = 100;

  /** Number of copies of the whole run. */
  int copies() {
    return amiCopies * regions;
  }

  /** Copies in flight per region while its quota is filled. */
  int inFlight() {
    int allowed =
        snapshotQuota == 0 ? imageQuota : Math.min(imageQuota, snapshotQuota / SNAPSHOTS_PER_IMAGE);
    return Math.clamp(allowed, 1, amiCopies);
  }

  /** Simulated duration of a copy. */
  Duration copyDuration() {
    return OVERHEAD.plusMillis(sizeGib * 1024L * 1000 / MIB_PER_SECOND);
  }

  /** Shortest duration in which EC2 can complete all copies. */
  Duration bound() {
    return copyDuration().multipliedBy(Math.ceilDiv(amiCopies, inFlight()));
  }

  /** EC2 calls for a copy that the spec itself causes: a call for launch permissions. */
  int declaredAttributes() {
    return shared ? 1 : 0;
  }

  /** Snapshots of a copy whose permissions are declared. */
  int sharedSnapshots() {
    return shared ? SNAPSHOTS_PER_IMAGE : 0;
  }

  /** EC2 calls allowed for a copy from apply to Ready. */
  double allowedCallsPerCopy() {
    return 1.05 + 10.0 / inFlight() + declaredAttributes() + sharedSnapshots();
  }
}
