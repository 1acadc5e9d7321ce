package dev.amioperator.bench;

import java.time.Duration;
import java.util.List;

/**
 * What happened to many AmiImages: created, copied and deleted.
 *
 * @param images number of AmiImages
 * @param copies number of AmiCopies, each of a region
 * @param created until all AmiImages were Ready
 * @param copied until all AmiCopies were Ready, which were created afterwards
 * @param deleted until all objects were gone
 * @param statusWrites accepted writes of the AmiImages' status until they were Ready
 * @param objectWrites accepted changes of the AmiImages themselves in that time
 * @param events events in that time
 * @param leftovers ids of images and snapshots that were created and not deleted
 * @param process the operator's process
 */
record ImageRecords(
    int images,
    int copies,
    Phase created,
    Phase copied,
    Phase deleted,
    long statusWrites,
    long objectWrites,
    long events,
    List<String> leftovers,
    Process process) {

  /**
   * A part of the run.
   *
   * @param missing objects that did not get there before the bench gave up waiting
   * @param calls EC2 calls in that time
   */
  record Phase(Duration duration, int missing, List<Ec2Call> calls) {}

  /**
   * The operator's process at the end.
   *
   * @param limitMib the limit of its memory
   * @param peakMib the most memory of its control group
   * @param residentMib its most resident memory
   * @param kills how often the kernel killed it
   * @param collections time of its garbage collections
   * @param cpu time of the processors that it used
   */
  record Process(
      long limitMib,
      long peakMib,
      long residentMib,
      long kills,
      Duration collections,
      Duration cpu) {}
}
