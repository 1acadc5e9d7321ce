package dev.amioperator.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Records of a run, from which its figures are computed.
 *
 * @param applied when the first AmiCopy was created, in simulated time
 * @param allApplied when the last AmiCopy was created, in simulated time
 * @param end when the last AmiCopy was Ready, or the bench gave up waiting, in simulated time
 * @param calls EC2 calls from {@code applied} to {@code end}
 * @param statusWrites writes of the AmiCopies' status in that time
 * @param deletion what happened after everything was deleted
 */
record CopyRecords(
    CopyLoad load,
    List<AppliedCopy> copies,
    Instant applied,
    Instant allApplied,
    Instant end,
    List<Ec2Call> calls,
    long statusWrites,
    Deletion deletion) {

  /**
   * Deletion of every AmiCopy of a run.
   *
   * @param duration simulated duration from the deletion until the last AmiCopy was gone
   * @param remaining AmiCopies that still exist when the bench gave up waiting
   * @param leftovers ids of images and snapshots that were created and not deleted
   */
  record Deletion(Duration duration, List<Ec2Call> calls, int remaining, List<String> leftovers) {}
}
