/**
 * Bench of the whole operator against the simulated EC2: {@code make bench}.
 *
 * <p>{@link dev.amioperator.bench.CopyBench} starts the processes and gathers {@link
 * dev.amioperator.bench.CopyRecords}; {@link dev.amioperator.bench.CopyFigures} computes from them,
 * without any process.
 */
package dev.amioperator.bench;
