/**
 * Cached, batched reads of EC2, shared by all reconcilers. A paged scan per account and region
 * reads everything that carries the cluster's tag; batched reads cover what is newer.
 *
 * <p>{@link dev.amioperator.observer.Observer} is the entry; the package depends on {@code ec2} and
 * {@code ownership} only. A new read is a method of {@code ec2.Ec2Reads}, its call in {@code
 * ec2.aws.AwsReads}, and a factory method in the {@code *Queries} of the resource. The factory's
 * {@link dev.amioperator.observer.QueryType} holds how many keys fit into a call, the answer for a
 * missing key, how often the read is worth its cost, and the answer in a scan.
 */
package dev.amioperator.observer;
