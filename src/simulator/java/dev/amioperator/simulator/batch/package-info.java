/** Reads of AWS Batch: the compute environments that name images. */
package dev.amioperator.simulator.batch;
