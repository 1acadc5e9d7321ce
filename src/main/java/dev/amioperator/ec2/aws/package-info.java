/**
 * The adapter to AWS: EC2's reads and actions over the SDK, within the rate limits.
 *
 * <p>{@link dev.amioperator.ec2.aws.AwsReads} and {@link
 * dev.amioperator.ec2.aws.AwsActionDispatcher} are its entries. No other package knows the SDK;
 * this package knows only {@code ec2}, into whose records and errors it maps EC2's responses.
 */
package dev.amioperator.ec2.aws;
