/**
 * The port to AWS: EC2 resources as records, the reads, and the actions that write. {@code ec2.aws}
 * alone knows the SDK.
 */
package dev.amioperator.ec2;
