/**
 * The adapter to AWS: the only package that knows the AWS SDK. It makes the calls of the EC2 port,
 * within the rate limits, and turns answers and errors into the operator's own records.
 */
package dev.amioperator.ec2.aws;
