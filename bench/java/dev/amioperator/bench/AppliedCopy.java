package dev.amioperator.bench;

import java.time.Instant;

/**
 * AmiCopy of a run, as seen from outside.
 *
 * @param sourceImageId its source image, which no other AmiCopy of the run has
 * @param created its creation timestamp, in whole seconds of real time
 * @param ready when it was Ready, in simulated time; null if it never was
 */
record AppliedCopy(
    String namespace, String name, String sourceImageId, Instant created, Instant ready) {}
