/**
 * The port to EC2: its resources as records, the reads and the writes. {@code ec2.aws} alone knows
 * the SDK.
 */
package dev.amioperator.ec2;
