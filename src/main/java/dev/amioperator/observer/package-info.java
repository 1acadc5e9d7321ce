/**
 * Cached, batched reads of EC2, shared by all reconcilers: a paged scan per account and region for
 * everything that carries the cluster's tag, and batched look-ups for what is newer.
 *
 * <p>Adding a read takes three files: a method of the port {@code ec2.Ec2Reads}, its call in the
 * adapter {@code ec2.aws.AwsReads}, and a factory method here, in the {@code *Queries} of the
 * resource. The factory's {@link dev.amioperator.observer.QueryType} says how many keys fit into a
 * call, what a missing answer means, how often the read is worth its cost, and what a scan shows of
 * it. Whoever holds an {@code ObservationSession} can then {@code get} it.
 */
package dev.amioperator.observer;
