/**
 * The kind AwsAccount: credentials pinned to an account id, and what they permit.
 *
 * <p>{@link dev.amioperator.account.AwsAccountReconciler} verifies an account and runs the garbage
 * collectors in its regions. The other kinds obtain their account and region from {@link
 * dev.amioperator.account.AccountAccess}, and check {@code spec.allow} by {@link
 * dev.amioperator.account.Allowlist}.
 */
package dev.amioperator.account;
