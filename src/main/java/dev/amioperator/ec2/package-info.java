/**
 * The port to AWS: EC2 resources as records, the reads, and the actions that write.
 *
 * <p>Reads are {@link dev.amioperator.ec2.Ec2Reads} and its neighbours, writes are {@link
 * dev.amioperator.ec2.AwsActions}. The package depends on no other; {@code ec2.aws} implements it.
 */
package dev.amioperator.ec2;
