package dev.amioperator.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What an AmiRetentionPolicy in mode Plan did over a region of many images.
 *
 * @param images images of the region, all of them selected
 * @param candidates those that only their usage can keep
 * @param applied when the policy was created, in simulated time, as all instants
 * @param firstProgress when its status first showed a plan; null: never
 * @param planned when its first plan was complete; null: never
 * @param firstCalls EC2 calls until then
 * @param nextCalls EC2 calls of the next evaluation
 * @param evaluation the longest reconcile of a policy, without EC2, which answers in the background
 * @param idleMib resident memory of the operator before, in MiB
 * @param peakMib its most resident memory, in MiB
 */
record RetentionRecords(
    int images,
    int candidates,
    Instant applied,
    Instant firstProgress,
    Instant planned,
    List<Ec2Call> firstCalls,
    List<Ec2Call> nextCalls,
    Duration evaluation,
    long idleMib,
    long peakMib) {}
