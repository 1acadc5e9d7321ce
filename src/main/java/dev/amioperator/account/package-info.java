/** The kind AwsAccount: whose EC2, pinned to what STS says. */
package dev.amioperator.account;
