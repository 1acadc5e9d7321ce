/**
 * EC2 as the operator sees it: a narrow port in the operator's own records, and the shared observer
 * that every reconciler asks instead of describing by itself. {@code ec2.aws} alone knows the SDK.
 */
package dev.amioperator.ec2;
